import { accountClosed, type identity, lastAdmin, ownAccount } from "@mainstay/contracts";
import { accounts } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { isLastAdmin } from "../grants/is-last-admin.ts";
import { requireReach } from "../grants/require-reach.ts";
import { accountBlockedMail } from "../mail/account-blocked.ts";
import { endSessions } from "../sessions/end-sessions.ts";
import { accountView } from "./account-view.ts";
import { holdAccount } from "./hold-account.ts";
import { notifyAccount } from "./notify-account.ts";

export const blockAccount: UseCase<typeof identity.accounts.block> = async (ctx, input) => {
  const { accountId, reason } = input;
  const { db } = ctx;
  // Before the account itself is locked, so that administrators are always locked in one order.
  const last = await isLastAdmin(db, accountId);
  const account = await holdAccount(ctx, accountId);
  if (ctx.actor.session?.accountId === accountId) ctx.fail(ownAccount());
  await requireReach(ctx, accountId);
  if (account.status === "closed") ctx.fail(accountClosed({ accountId }));
  if (last) ctx.fail(lastAdmin());
  await db
    .update(accounts)
    .set({ status: "blocked", blockedReason: reason })
    .where(eq(accounts.id, accountId));
  await endSessions(db, accountId);
  if (account.status === "active") {
    await notifyAccount(ctx, accountId, accountBlockedMail, { at: ctx.clock.now().toISOString() });
  }
  ctx.audit({
    target: `account:${accountId}`,
    changes: { status: [account.status, "blocked"], reason },
  });
  return accountView(db, accountId);
};
