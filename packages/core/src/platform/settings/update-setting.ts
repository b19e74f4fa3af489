import { type platform, settingChanged, settingInvalid, settingUnknown } from "@mainstay/contracts";
import { settings, wakeAfterCommit } from "@mainstay/db";
import { sql } from "drizzle-orm";
import type { z } from "zod";
import type { UseCase } from "../../context.ts";
import { publish } from "../live/publish.ts";
import { readSetting } from "./get-setting.ts";
import { settingNamed } from "./setting-view.ts";
import { sealSetting, settingsTopic } from "./settings-reader.ts";

/** In the middle of a sentence, with the place where the value has several. */
const problemOf = ({ message, path }: z.core.$ZodIssue): string => {
  const place = path.length > 0 ? `${path.join(".")}: ` : "";
  return `${place}${message.charAt(0).toLowerCase()}${message.slice(1)}`;
};

export const updateSetting: UseCase<typeof platform.settings.update> = async (ctx, input) => {
  ctx.audit({ target: `setting:${input.key}` });
  const setting = settingNamed(input.key) ?? ctx.fail(settingUnknown({ key: input.key }));
  const parsed = setting.schema.safeParse(input.value);
  if (!parsed.success) {
    const problem = parsed.error.issues.map(problemOf).join("; ");
    return ctx.fail(settingInvalid({ key: input.key, problem }));
  }
  // One change after the other, though there may be no row to lock: the audit says from what to what.
  await ctx.db.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`setting:${input.key}`}, 0))`,
  );
  const before = await readSetting(ctx.db, setting);
  const change = {
    value: sealSetting(setting, parsed.data, ctx.sealer),
    changedAt: ctx.clock.now(),
    changedBy: ctx.actor.name,
  };
  await ctx.db
    .insert(settings)
    .values({ key: input.key, ...change })
    .onConflictDoUpdate({ target: settings.key, set: change });
  wakeAfterCommit(ctx.db, settingsTopic);
  publish(ctx.db, settingChanged, { key: input.key });
  const after = await readSetting(ctx.db, setting);
  // A secret is null in both, here as everywhere.
  ctx.audit({ target: `setting:${input.key}`, changes: { from: before.value, to: after.value } });
  return after;
};
