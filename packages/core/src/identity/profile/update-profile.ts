import { isTimeZone, type profile, timeZoneUnknown } from "@mainstay/contracts";
import { accounts } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { loadProfile } from "./load-profile.ts";

export const updateProfile: UseCase<typeof profile.update> = async (ctx, input) => {
  const { accountId } = ctx.actor.session;
  const { name, ...rest } = input;
  const { timeZone } = rest;
  if (timeZone !== undefined && !isTimeZone(timeZone)) ctx.fail(timeZoneUnknown({ timeZone }));
  const changes = Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== undefined),
  );
  if (Object.keys(changes).length > 0) {
    await ctx.db.update(accounts).set(changes).where(eq(accounts.id, accountId));
  }
  // The audit outlives the account, so it says that the name changed, and not to what.
  ctx.audit({
    target: `account:${accountId}`,
    changes: { ...rest, ...(name === undefined ? {} : { name: "changed" }) },
  });
  return loadProfile(ctx.db, ctx.actor);
};
