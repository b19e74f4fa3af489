import { type fileTooMany, proofFile } from "@mainstay/contracts";
import { type Db, transaction } from "@mainstay/db";
import type { Ctx } from "../../context.ts";
import { completeUpload, createUpload, uploadKey } from "../../platform/index.ts";
import type { PayOutRow } from "../pay-outs/pay-out-row.ts";
import { madeBy } from "./made-by.ts";

/** A file of the trader's, uploaded and looked at like any other. What was made for nothing is swept. */
export async function makeProof(
  ctx: Ctx<typeof fileTooMany.reason, Db>,
  { id, version, merchantId }: PayOutRow,
): Promise<string> {
  const as = madeBy(ctx, merchantId, "support");
  // Of each order other bytes: the same twice would raise a flag.
  const bytes = Buffer.from(`%PDF-1.4\n% sandbox, pay-out ${id}, ${version}\n%%EOF\n`);
  const said = {
    purpose: proofFile.purpose,
    name: "sandbox.pdf",
    type: "application/pdf",
    bytes: bytes.length,
  };
  const { fileId } = await transaction(ctx.db, (tx) => createUpload({ ...as, db: tx }, said));
  await ctx.fileStore.write(uploadKey(fileId), bytes, said.type, ctx.signal);
  const kept = await completeUpload.prepare(as, { fileId });
  await transaction(ctx.db, (tx) => completeUpload.run({ ...as, db: tx }, { fileId }, kept));
  return fileId;
}
