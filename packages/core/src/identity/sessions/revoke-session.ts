import { type identity, sessionMissing } from "@mainstay/contracts";
import { sessions } from "@mainstay/db";
import { and, eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { dropAccess } from "../access/drop-access.ts";
import { endSession } from "../lucia/lucia-sessions.ts";

export const revokeSession: UseCase<typeof identity.sessions.revoke> = async (ctx, input) => {
  const { sessionId } = input;
  const { accountId } = ctx.actor.session;
  const [own] = await ctx.db
    .select({ id: sessions.publicId })
    .from(sessions)
    .where(and(eq(sessions.publicId, sessionId), eq(sessions.userId, accountId)));
  if (!own) return ctx.fail(sessionMissing({ sessionId }));
  await endSession(ctx.db, sessionId);
  dropAccess(ctx.db, accountId);
  ctx.audit({ target: `session:${sessionId}` });
};
