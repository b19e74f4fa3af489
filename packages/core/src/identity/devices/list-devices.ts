import type { identity } from "@mainstay/contracts";
import { devices, sessions } from "@mainstay/db";
import { and, desc, eq, lt } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { idOfCursor, pageOf } from "../../page.ts";

export const listDevices: UseCase<typeof identity.devices.list> = async (ctx, input) => {
  const { accountId, id: sessionId } = ctx.actor.session;
  const after = idOfCursor(input.cursor);
  const now = ctx.clock.now();
  const rows = await ctx.db
    .select({
      id: devices.id,
      name: devices.name,
      trustedUntil: devices.trustedUntil,
      createdAt: devices.createdAt,
      seenAt: devices.seenAt,
      currentSession: sessions.publicId,
    })
    .from(devices)
    .leftJoin(sessions, and(eq(sessions.publicId, sessionId), eq(sessions.deviceId, devices.id)))
    .where(and(eq(devices.accountId, accountId), after ? lt(devices.id, after) : undefined))
    .orderBy(desc(devices.id))
    .limit(input.limit + 1);
  return pageOf(rows, input.limit, (row) => ({
    id: row.id,
    name: row.name,
    current: row.currentSession !== null,
    trustedUntil:
      row.trustedUntil && row.trustedUntil > now ? row.trustedUntil.toISOString() : null,
    createdAt: row.createdAt.toISOString(),
    seenAt: row.seenAt.toISOString(),
  }));
};
