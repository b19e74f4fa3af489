import { accountClosed, type identity, ownAccount } from "@mainstay/contracts";
import { grants } from "@mainstay/db";
import type { UseCase } from "../../context.ts";
import { dropAccess } from "../access/drop-access.ts";
import { accountView } from "../accounts/account-view.ts";
import { holdAccount } from "../accounts/hold-account.ts";
import { notifyAccount } from "../accounts/notify-account.ts";
import { roleGrantedMail } from "../mail/role-changed.ts";
import { checkGrant } from "./check-grant.ts";
import { placeOf } from "./grant-view.ts";

/** What is held already is answered as if it were new. */
export const grantRole: UseCase<typeof identity.accounts.grant> = async (ctx, input) => {
  const { accountId, role, scope } = input;
  checkGrant({ role, scope });
  const account = await holdAccount(ctx, accountId);
  if (ctx.actor.session?.accountId === accountId) ctx.fail(ownAccount());
  if (account.status === "closed") ctx.fail(accountClosed({ accountId }));
  const added = await ctx.db
    .insert(grants)
    .values({
      accountId,
      role,
      scopeKind: scope?.kind ?? null,
      scopeId: scope?.id ?? null,
      grantedBy: ctx.actor.name,
      grantedAt: ctx.clock.now(),
    })
    .onConflictDoNothing()
    .returning({ id: grants.id });
  if (added.length > 0) {
    dropAccess(ctx.db, accountId);
    await notifyAccount(ctx, accountId, roleGrantedMail, { role, within: placeOf(scope) });
  }
  ctx.audit({ target: `account:${accountId}`, changes: { role, scope, added: added.length > 0 } });
  return accountView(ctx.db, accountId);
};
