import { deviceMissing, type identity } from "@mainstay/contracts";
import { devices, sessions, signInChallenges } from "@mainstay/db";
import { and, eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { dropAccess } from "../access/drop-access.ts";

export const revokeDevice: UseCase<typeof identity.devices.revoke> = async (ctx, input) => {
  const { deviceId } = input;
  const { accountId } = ctx.actor.session;
  const own = and(eq(devices.id, deviceId), eq(devices.accountId, accountId));
  // Whoever signs in on it at this moment has its row, and is waited for, to end with the others.
  const [device] = await ctx.db.select({ id: devices.id }).from(devices).where(own).for("update");
  if (!device) return ctx.fail(deviceMissing({ deviceId }));
  await ctx.db.delete(sessions).where(eq(sessions.deviceId, deviceId));
  await ctx.db.delete(signInChallenges).where(eq(signInChallenges.deviceId, deviceId));
  await ctx.db.delete(devices).where(own);
  dropAccess(ctx.db, accountId);
  ctx.audit({ target: `device:${deviceId}` });
};
