import { type profile, tooManyGuesses } from "@mainstay/contracts";
import { accounts, emailChanges, type Tx } from "@mainstay/db";
import { eq } from "drizzle-orm";
import { v7 } from "uuid";
import type { CtxOf, PreparedUseCase } from "../../context.ts";
import { notify } from "../../platform/index.ts";
import { notifyAccount } from "../accounts/notify-account.ts";
import { dropMailedTokens, mailToken } from "../auth/mailed-token.ts";
import { countGuess } from "../guesses/count-guess.ts";
import { mailKey } from "../guesses/guess-keys.ts";
import { confirmNewEmailMail } from "../mail/confirm-new-email.ts";
import { confirmOldEmailMail } from "../mail/confirm-old-email.ts";
import { emailWantedMail } from "../mail/email-wanted.ts";
import { verifyOwnPassword } from "../passwords/verify-own-password.ts";

type Change = typeof profile.changeEmail;

const linkMs = 24 * 3_600_000;

/**
 * Nobody learns whether the new address has an account: where it has one, all goes on in the same way, but
 * its owner gets another mail, without the link that the change would need.
 */
export const changeEmail: PreparedUseCase<Change, void> = {
  async prepare(ctx, { email, password }) {
    await verifyOwnPassword(ctx, password);
    // Nobody's inbox is filled by others.
    const guess = await countGuess(ctx, mailKey(email.toLowerCase(), ctx.sealer));
    if (!guess.taken) ctx.fail(tooManyGuesses({ retryAfterSeconds: guess.retryAfterSeconds }));
  },

  async run(ctx, input) {
    const { accountId } = ctx.actor.session;
    const now = ctx.clock.now();
    const newEmail = input.email.toLowerCase();
    const expiresAt = new Date(now.getTime() + linkMs);
    const account = await lockAccount(ctx.db, accountId);
    const changeId = await replaceChange(ctx.db, { accountId, newEmail, now, expiresAt });

    const links = { accountId, subject: changeId, lifeMs: linkMs, now };
    const oldToken = await mailToken(ctx.db, { ...links, purpose: "confirm_old_email" });
    const until = expiresAt.toISOString();
    await notifyAccount(ctx, accountId, confirmOldEmailMail, { token: oldToken, expiresAt: until });
    await mailNewAddress(ctx, { account, newEmail, links, until });
    // The audit outlives the account, so it does not say to which address.
    ctx.audit({ target: `account:${accountId}` });
    return { kind: "links_sent" };
  },
};

/** One change of an account at a time. */
async function lockAccount(tx: Tx, accountId: string): Promise<Reader> {
  const [account] = await tx
    .select({ locale: accounts.locale, timeZone: accounts.timeZone })
    .from(accounts)
    .where(eq(accounts.id, accountId))
    .for("update");
  if (!account) throw new Error("A session has no account");
  return account;
}
interface Reader {
  readonly locale: "ru" | "en";
  readonly timeZone: string;
}

/** The last one counts: links of an earlier one are good for nothing. */
async function replaceChange(
  tx: Tx,
  from: { accountId: string; newEmail: string; now: Date; expiresAt: Date },
): Promise<string> {
  const { accountId, newEmail, now, expiresAt } = from;
  await dropMailedTokens(tx, accountId, ["confirm_old_email", "confirm_new_email"]);
  await tx.delete(emailChanges).where(eq(emailChanges.accountId, accountId));
  const id = v7();
  await tx.insert(emailChanges).values({ id, accountId, newEmail, createdAt: now, expiresAt });
  return id;
}

async function mailNewAddress(
  ctx: CtxOf<Change>,
  from: {
    account: Reader;
    newEmail: string;
    links: { accountId: string; subject: string; lifeMs: number; now: Date };
    until: string;
  },
): Promise<void> {
  const { account, newEmail, links, until } = from;
  const [there] = await ctx.db
    .select({ id: accounts.id })
    .from(accounts)
    .where(eq(accounts.email, newEmail));
  if (there) {
    await notifyAccount(ctx, there.id, emailWantedMail, { at: links.now.toISOString() });
    return;
  }
  const token = await mailToken(ctx.db, { ...links, purpose: "confirm_new_email" });
  const to = { ...account, email: newEmail };
  await notify(ctx, ctx.db, to, confirmNewEmailMail, { token, expiresAt: until });
}
