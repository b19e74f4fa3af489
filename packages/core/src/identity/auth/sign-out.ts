import type { auth } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { dropAccess } from "../access/drop-access.ts";
import { endSession } from "../lucia/lucia-sessions.ts";

export const signOut: UseCase<typeof auth.signOut> = async (ctx) => {
  const { id, accountId } = ctx.actor.session;
  await endSession(ctx.db, id);
  dropAccess(ctx.db, accountId);
  if (ctx.browser?.session) ctx.browser.keepSession(null, new Date(0));
  ctx.audit({ target: `session:${id}` });
};
