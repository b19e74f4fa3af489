import {
  audienceOf,
  grantMissing,
  type identity,
  lastAdmin,
  ownAccount,
} from "@mainstay/contracts";
import { accounts, grants } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { dropAccess } from "../access/drop-access.ts";
import { accountView } from "../accounts/account-view.ts";
import { notifyAccount } from "../accounts/notify-account.ts";
import { roleRevokedMail } from "../mail/role-changed.ts";
import { endSessions } from "../sessions/end-sessions.ts";
import { grantView, placeOf } from "./grant-view.ts";
import { isLastAdmin } from "./is-last-admin.ts";

export const revokeGrant: UseCase<typeof identity.accounts.revoke> = async (ctx, { grantId }) => {
  const { db } = ctx;
  const [held] = await db.select().from(grants).where(eq(grants.id, grantId));
  if (!held) return ctx.fail(grantMissing({ grantId }));
  const { accountId } = held;
  const { role, scope } = grantView(held);
  if (ctx.actor.session?.accountId === accountId) ctx.fail(ownAccount());
  if (role === "admin" && (await isLastAdmin(db, accountId))) ctx.fail(lastAdmin());
  // Of two who take the last grants of a door, the second sees that nothing is left.
  await db.select().from(accounts).where(eq(accounts.id, accountId)).for("update");
  const taken = await db.delete(grants).where(eq(grants.id, grantId)).returning({ id: grants.id });
  if (taken.length === 0) return ctx.fail(grantMissing({ grantId }));
  const left = await accountView(db, accountId);
  // A door that has closed lets nobody stay: neither in it, nor looking at others through it.
  if (left.audiences.includes(audienceOf[role])) dropAccess(db, accountId);
  else await endSessions(db, accountId);
  await notifyAccount(ctx, accountId, roleRevokedMail, { role, within: placeOf(scope) });
  ctx.audit({ target: `account:${accountId}`, changes: { role, scope } });
  return left;
};
