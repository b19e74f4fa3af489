import { createHash, randomUUID } from "node:crypto";
import { files } from "@mainstay/db";
import { eq } from "drizzle-orm";
import { type Called, call, type TestApi } from "./api.ts";

/** A file of whoever asks, as if these bytes had been put there, looked at and kept. */
export async function testProofFile(
  { url, services }: TestApi,
  as: string,
  bytes: string = randomUUID(),
  { purpose = "payments.proof", ready = true } = {},
): Promise<string> {
  const input = { purpose, name: "receipt.pdf", type: "application/pdf", bytes: 100 };
  const { data, error } = await call(url, "platform.files.createUpload", input, { as });
  if (error) throw new Error(`an upload was refused: ${JSON.stringify(error)}`);
  const { fileId } = data as { fileId: string };
  const sha256 = createHash("sha256").update(bytes).digest();
  const kept = { state: "ready" as const, type: "application/pdf", sha256, bytes: 100 };
  if (ready) await services.db.update(files).set(kept).where(eq(files.id, fileId));
  return fileId;
}

export const askToAddProof = ({ url }: TestApi, input: object, as: string): Promise<Called> =>
  call(url, "payments.proofs.add", input, { as, key: randomUUID() });

/** What was answered, where it was taken. */
export async function addTestProof(
  api: TestApi,
  input: { orderId: string; fileId: string; bankReference?: string | undefined },
  as: string,
): Promise<{ readonly fileId: string }> {
  const { data, error } = await askToAddProof(api, input, as);
  if (error) throw new Error(`a proof was refused: ${JSON.stringify(error)}`);
  return data as { fileId: string };
}
