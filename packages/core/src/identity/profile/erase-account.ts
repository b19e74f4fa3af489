import {
  accounts,
  devices,
  emailChanges,
  grants,
  idempotencyAnswers,
  loginHistory,
  mailedTokens,
  passwordHistory,
  signUps,
  type Tx,
} from "@mainstay/db";
import { and, eq, isNotNull, or } from "drizzle-orm";
import { forgetFiles, forgetRecipient } from "../../platform/index.ts";
import { removeFactor } from "../second-factor/remove-factor.ts";
import { endSessions } from "../sessions/end-sessions.ts";

/**
 * Takes away whatever says who somebody was. What stays: the row, for the ledger's sake; that and when doors
 * were tried, not from where; and the audit, which says by id who did what and can never be changed.
 */
export async function eraseAccount(
  tx: Tx,
  { accountId, email, now }: { accountId: string; email: string | null; now: Date },
): Promise<void> {
  const own = `account:${accountId}`;
  await tx
    .update(accounts)
    .set({
      status: "closed",
      closedAt: now,
      email: null,
      name: "",
      timeZone: "UTC",
      audiences: [],
      passwordHash: null,
      passwordChangedAt: null,
      blockedReason: null,
    })
    .where(eq(accounts.id, accountId));
  await forgetFiles(tx, { owner: own, now });
  // Before the devices, which sessions point to.
  await endSessions(tx, accountId);
  await removeFactor(tx, accountId, { endedAt: now, outcome: "cancelled" });
  await forgetRecipient(tx, accountId);
  await tx.delete(devices).where(eq(devices.accountId, accountId));
  await tx.delete(grants).where(eq(grants.accountId, accountId));
  await tx.delete(mailedTokens).where(eq(mailedTokens.accountId, accountId));
  await tx.delete(emailChanges).where(eq(emailChanges.accountId, accountId));
  await tx.delete(passwordHistory).where(eq(passwordHistory.accountId, accountId));
  // Answers that were kept to be repeated hold the profile.
  await tx.delete(idempotencyAnswers).where(eq(idempotencyAnswers.owner, own));
  if (email !== null) {
    await tx.delete(signUps).where(eq(signUps.email, email));
    await tx.delete(emailChanges).where(eq(emailChanges.newEmail, email));
  }
  const seen = loginHistory;
  await tx
    .update(seen)
    .set({ ip: null, browser: null, system: null, country: null, city: null })
    .where(
      and(
        eq(seen.accountId, accountId),
        or(
          isNotNull(seen.ip),
          isNotNull(seen.browser),
          isNotNull(seen.system),
          isNotNull(seen.country),
          isNotNull(seen.city),
        ),
      ),
    );
}
