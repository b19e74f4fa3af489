import { randomBytes } from "node:crypto";
import { recoveryCodes, type Tx } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { Sealer } from "../../ports.ts";

const count = 10;
const alphabet = "abcdefghijklmnopqrstuvwxyz234567";
const length = 10;
const form = /^[a-z2-7]{10}$/;

/** 50 bits, in two groups to be read from paper: `k3x7q-m2ab5`. */
export function mintRecoveryCode(): string {
  // 256 is a multiple of 32, so every character is as likely.
  const code = [...randomBytes(length)].map((byte) => alphabet[byte % 32]).join("");
  return `${code.slice(0, 5)}-${code.slice(5)}`;
}

/** However it was typed; null where it cannot be one. */
export function readRecoveryCode(text: string): string | null {
  const code = text.toLowerCase().replace(/[\s-]/g, "");
  return form.test(code) ? code : null;
}

/** Keyed, as 50 bits could be searched by whoever has stolen the table. */
export const recoveryHash = (sealer: Sealer, accountId: string, code: string): Buffer =>
  sealer.fingerprint(`recovery\n${accountId}\n${code}`);

/** New ones in place of the old, used or not; answers with what is shown once. */
export async function replaceRecoveryCodes(
  tx: Tx,
  accountId: string,
  sealer: Sealer,
): Promise<string[]> {
  const codes = Array.from({ length: count }, mintRecoveryCode);
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.accountId, accountId));
  await tx.insert(recoveryCodes).values(
    codes.map((code) => ({
      accountId,
      hash: recoveryHash(sealer, accountId, readRecoveryCode(code) ?? code),
    })),
  );
  return codes;
}
