import type { auth } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { endSession } from "../sessions/end-session.ts";

export const signOut: UseCase<typeof auth.signOut> = async (ctx) => {
  const { id } = ctx.actor.session;
  await endSession(ctx.db, id);
  if (ctx.browser?.session) ctx.browser.keepSession(null, new Date(0));
  ctx.audit({ target: `session:${id}` });
};
