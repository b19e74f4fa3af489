import { Audience, type identity } from "@mainstay/contracts";
import { sessions } from "@mainstay/db";
import { and, desc, eq, gt, lt } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { idOfCursor, pageOf } from "../../page.ts";

export const listSessions: UseCase<typeof identity.sessions.list> = async (ctx, input) => {
  const { session } = ctx.actor;
  const after = idOfCursor(input.cursor);
  const now = ctx.clock.now();
  const rows = await ctx.db
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.userId, session.accountId),
        gt(sessions.expiresAt, now),
        gt(sessions.endsAt, now),
        after ? lt(sessions.publicId, after) : undefined,
      ),
    )
    .orderBy(desc(sessions.publicId))
    .limit(input.limit + 1);
  const named = rows.map((row) => ({ ...row, id: row.publicId }));
  return pageOf(named, input.limit, (row) => ({
    id: row.publicId,
    current: row.publicId === session.id,
    audience: Audience.parse(row.audience),
    createdAt: row.createdAt.toISOString(),
    seenAt: row.seenAt.toISOString(),
    expiresAt: (row.expiresAt < row.endsAt ? row.expiresAt : row.endsAt).toISOString(),
    ip: row.ip,
    browser: row.browser,
    system: row.system,
    place: { country: row.country, city: row.city },
    signedInAs: row.realAccountId !== null,
  }));
};
