import { type DbOrTx, mailedTokens, type Tx } from "@mainstay/db";
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

type Purposes = MailedPurpose | readonly MailedPurpose[];

/** Looks without using it. */
export async function findMailedToken(
  db: DbOrTx,
  purpose: Purposes,
  token: string,
  now: Date,
): Promise<MailedToken | null> {
  const [found] = await db
    .select(shown)
    .from(mailedTokens)
    .where(isGood(purpose, token, now));
  return found ?? null;
}

/** Of several calls with one token, one gets it: it is read by deleting it. */
export async function useMailedToken(
  tx: Tx,
  purpose: Purposes,
  token: string,
  now: Date,
): Promise<MailedToken | null> {
  const [used] = await tx
    .delete(mailedTokens)
    .where(isGood(purpose, token, now))
    .returning(shown);
  return used ?? null;
}

const shown = {
  purpose: mailedTokens.purpose,
  accountId: mailedTokens.accountId,
  subject: mailedTokens.subject,
};
const isGood = (purpose: Purposes, token: string, now: Date) =>
  and(
    eq(mailedTokens.hash, hashToken(token)),
    inArray(mailedTokens.purpose, typeof purpose === "string" ? [purpose] : [...purpose]),
    gt(mailedTokens.expiresAt, now),
  );

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
