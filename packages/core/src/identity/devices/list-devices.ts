import type { identity } from "@mainstay/contracts";
import { devices, sessions } from "@mainstay/db";
import { and, desc, eq, lt, sql } from "drizzle-orm";
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
      current: sql<boolean>`exists (select from ${sessions} where ${sessions.publicId} = ${sessionId} and ${sessions.deviceId} = ${devices.id})`,
    })
    .from(devices)
    .where(and(eq(devices.accountId, accountId), after ? lt(devices.id, after) : undefined))
    .orderBy(desc(devices.id))
    .limit(input.limit + 1);
  return pageOf(rows, input.limit, ({ trustedUntil, createdAt, seenAt, ...row }) => ({
    ...row,
    trustedUntil: trustedUntil && trustedUntil > now ? trustedUntil.toISOString() : null,
    createdAt: createdAt.toISOString(),
    seenAt: seenAt.toISOString(),
  }));
};
