import { accountClosed, type identity, ownAccount } from "@mainstay/contracts";
import { accounts } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { dropAccess } from "../access/drop-access.ts";
import { requireReach } from "../grants/require-reach.ts";
import { accountView } from "./account-view.ts";
import { holdAccount } from "./hold-account.ts";

export const unblockAccount: UseCase<typeof identity.accounts.unblock> = async (ctx, input) => {
  const { accountId } = input;
  const account = await holdAccount(ctx, accountId);
  if (ctx.actor.session?.accountId === accountId) ctx.fail(ownAccount());
  await requireReach(ctx, accountId);
  if (account.status === "closed") ctx.fail(accountClosed({ accountId }));
  await ctx.db
    .update(accounts)
    .set({ status: "active", blockedReason: null })
    .where(eq(accounts.id, accountId));
  dropAccess(ctx.db, accountId);
  ctx.audit({ target: `account:${accountId}`, changes: { status: [account.status, "active"] } });
  return accountView(ctx.db, accountId);
};
