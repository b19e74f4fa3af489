import { linkUnusable, type profile } from "@mainstay/contracts";
import { accounts, emailChanges, sqlState, type Tx } from "@mainstay/db";
import { and, eq, gt } from "drizzle-orm";
import type { CtxOf, UseCase } from "../../context.ts";
import { notify } from "../../platform/index.ts";
import { dropMailedTokens, useMailedToken } from "../auth/mailed-token.ts";
import { describeSeen } from "../login-history/describe-seen.ts";
import { emailChangedMail } from "../mail/email-changed.ts";
import { endSessions } from "../sessions/end-sessions.ts";

type Confirm = typeof profile.confirmEmail;

export const confirmEmail: UseCase<Confirm> = async (ctx, { token }) => {
  const now = ctx.clock.now();
  const used = await useMailedToken(ctx.db, ["confirm_old_email", "confirm_new_email"], token, now);
  if (!used?.subject) return ctx.fail(linkUnusable());
  ctx.audit({ target: `account:${used.accountId}` });
  // Whoever comes second waits here, and then sees that the other address has confirmed.
  const change = await lockChange(ctx.db, used.subject, now);
  if (!change) return ctx.fail(linkUnusable());
  const confirmed =
    used.purpose === "confirm_old_email" ? { oldConfirmedAt: now } : { newConfirmedAt: now };
  const after = { ...change, ...confirmed };
  if (!after.oldConfirmedAt || !after.newConfirmedAt) {
    await ctx.db.update(emailChanges).set(confirmed).where(eq(emailChanges.id, change.id));
    return { kind: "waiting_for_other" };
  }
  await moveAccount(ctx, change);
  return { kind: "changed" };
};

type EmailChange = typeof emailChanges.$inferSelect;

async function lockChange(tx: Tx, id: string, now: Date): Promise<EmailChange | undefined> {
  const [change] = await tx
    .select()
    .from(emailChanges)
    .where(and(eq(emailChanges.id, id), gt(emailChanges.expiresAt, now)))
    .for("update");
  return change;
}

async function moveAccount(ctx: CtxOf<Confirm>, change: EmailChange): Promise<void> {
  const { accountId, newEmail } = change;
  await ctx.db.delete(emailChanges).where(eq(emailChanges.id, change.id));
  const [before] = await ctx.db
    .select()
    .from(accounts)
    .where(eq(accounts.id, accountId))
    .for("update");
  if (before?.status !== "active" || before.email === null) return ctx.refuse(linkUnusable());
  if (!(await takeAddress(ctx.db, accountId, newEmail))) return ctx.refuse(linkUnusable());
  // Links that lie in the old inbox open nothing any more.
  await dropMailedTokens(ctx.db, accountId, ["reset_password", "accept_invitation", "unlock"]);
  const { session } = ctx.actor ?? { session: null };
  const own = session?.accountId === accountId ? { except: session.id } : {};
  await endSessions(ctx.db, accountId, own);
  const { email, locale, timeZone } = before;
  await notify(
    ctx,
    ctx.db,
    { accountId, email, locale, timeZone },
    emailChangedMail,
    describeSeen(ctx),
  );
}

/** False where somebody else has it by now: also where that happens at the same moment. */
async function takeAddress(tx: Tx, accountId: string, email: string): Promise<boolean> {
  try {
    await tx.transaction((inner) =>
      inner.update(accounts).set({ email }).where(eq(accounts.id, accountId)),
    );
    return true;
  } catch (error) {
    if (sqlState(error) === "23505") return false;
    throw error;
  }
}
