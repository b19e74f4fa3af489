import {
  accounts,
  devices,
  emailChanges,
  passwordHistory,
  signInChallenges,
  type Tx,
} from "@mainstay/db";
import { and, desc, eq, isNotNull, notInArray } from "drizzle-orm";
import { dropMailedTokens } from "../auth/mailed-token.ts";
import { remembered } from "./password-rules.ts";

/** With it end what the old password had opened: sign-ins under way, links, trust in devices. */
export async function setPassword(
  tx: Tx,
  { accountId, hash, now }: { accountId: string; hash: string; now: Date },
): Promise<void> {
  await tx
    .update(accounts)
    .set({ passwordHash: hash, passwordChangedAt: now })
    .where(eq(accounts.id, accountId));
  await tx.insert(passwordHistory).values({ accountId, hash, at: now });
  const newest = tx
    .select({ id: passwordHistory.id })
    .from(passwordHistory)
    .where(eq(passwordHistory.accountId, accountId))
    .orderBy(desc(passwordHistory.id))
    .limit(remembered);
  await tx
    .delete(passwordHistory)
    .where(and(eq(passwordHistory.accountId, accountId), notInArray(passwordHistory.id, newest)));
  await tx.delete(signInChallenges).where(eq(signInChallenges.accountId, accountId));
  // Whoever had the old password may have begun to move the account to an address of theirs.
  await tx.delete(emailChanges).where(eq(emailChanges.accountId, accountId));
  await dropMailedTokens(tx, accountId, [
    "reset_password",
    "accept_invitation",
    "confirm_old_email",
    "confirm_new_email",
  ]);
  await tx
    .update(devices)
    .set({ trustedUntil: null })
    .where(and(eq(devices.accountId, accountId), isNotNull(devices.trustedUntil)));
}
