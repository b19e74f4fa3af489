import { mailedTokens, type Tx } from "@mainstay/db";
import { and, eq, gt, inArray } from "drizzle-orm";
import { hashToken, mintToken } from "./opaque-token.ts";

export type MailedPurpose = (typeof mailedTokens.$inferSelect)["purpose"];

export interface MailedToken {
  readonly purpose: MailedPurpose;
  readonly accountId: string;
  readonly subject: string | null;
}

/** For a link in a mail, which carries it in the fragment: servers and their logs never see that part. */
export async function mailToken(
  tx: Tx,
  from: {
    purpose: MailedPurpose;
    accountId: string;
    subject?: string | null;
    lifeMs: number;
    now: Date;
  },
): Promise<string> {
  const { purpose, accountId, subject = null, lifeMs, now } = from;
  const token = mintToken();
  await tx.insert(mailedTokens).values({
    hash: hashToken(token),
    purpose,
    accountId,
    subject,
    createdAt: now,
    expiresAt: new Date(now.getTime() + lifeMs),
  });
  return token;
}

/** Of several calls with one token, one gets it: it is read by deleting it. */
export async function useMailedToken(
  tx: Tx,
  purpose: MailedPurpose | readonly MailedPurpose[],
  token: string,
  now: Date,
): Promise<MailedToken | null> {
  const purposes = typeof purpose === "string" ? [purpose] : [...purpose];
  const [used] = await tx
    .delete(mailedTokens)
    .where(
      and(
        eq(mailedTokens.hash, hashToken(token)),
        inArray(mailedTokens.purpose, purposes),
        gt(mailedTokens.expiresAt, now),
      ),
    )
    .returning({
      purpose: mailedTokens.purpose,
      accountId: mailedTokens.accountId,
      subject: mailedTokens.subject,
    });
  return used ?? null;
}

/** A newer link takes the place of older ones. */
export async function dropMailedTokens(
  tx: Tx,
  accountId: string,
  purposes: readonly MailedPurpose[],
): Promise<void> {
  await tx
    .delete(mailedTokens)
    .where(
      and(eq(mailedTokens.accountId, accountId), inArray(mailedTokens.purpose, [...purposes])),
    );
}
