import {
  devices,
  factorResets,
  recoveryCodes,
  signInChallenges,
  totpFactors,
  type Tx,
} from "@mainstay/db";
import { and, eq, isNull } from "drizzle-orm";
import { dropMailedTokens } from "../auth/mailed-token.ts";

/** With it go its recovery codes, trust in devices, sign-ins that wait for a code, and a reset under way. */
export async function removeFactor(
  tx: Tx,
  accountId: string,
  reset: { readonly endedAt: Date; readonly outcome: "done" | "cancelled" },
): Promise<void> {
  await tx.delete(totpFactors).where(eq(totpFactors.accountId, accountId));
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.accountId, accountId));
  await tx.delete(signInChallenges).where(eq(signInChallenges.accountId, accountId));
  await tx.update(devices).set({ trustedUntil: null }).where(eq(devices.accountId, accountId));
  await tx
    .update(factorResets)
    .set(reset)
    .where(and(eq(factorResets.accountId, accountId), isNull(factorResets.endedAt)));
  await dropMailedTokens(tx, accountId, ["cancel_factor_reset"]);
}
