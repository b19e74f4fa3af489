import { type identity, sessionMissing } from "@mainstay/contracts";
import { sessions } from "@mainstay/db";
import { and, eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { endSession } from "./end-session.ts";

export const revokeSession: UseCase<typeof identity.sessions.revoke> = async (ctx, input) => {
  const { sessionId } = input;
  const { accountId } = ctx.actor.session;
  const [own] = await ctx.db
    .select({ id: sessions.publicId })
    .from(sessions)
    .where(and(eq(sessions.publicId, sessionId), eq(sessions.userId, accountId)));
  if (!own) return ctx.fail(sessionMissing({ sessionId }));
  await endSession(ctx.db, sessionId);
  ctx.audit({ target: `session:${sessionId}` });
};
