import { inputInvalid, type platform } from "@mainstay/contracts";
import { settings } from "@mainstay/db";
import { inArray } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { allSettings, settingNamed, settingView } from "./setting-view.ts";

export const listSettings: UseCase<typeof platform.settings.list> = async (ctx, input) => {
  if (input.cursor && !settingNamed(input.cursor)) {
    const issue = { path: "cursor", message: "is not one that this list gave out" };
    throw inputInvalid({ summary: `cursor ${issue.message}`, issues: [issue] });
  }
  const rest = allSettings.filter((setting) => setting.setting > (input.cursor ?? ""));
  const shown = rest.slice(0, input.limit);
  const keys = shown.map((setting) => setting.setting);
  const stored = await ctx.db.select().from(settings).where(inArray(settings.key, keys));
  return {
    items: shown.map((setting) =>
      settingView(
        setting,
        stored.find((row) => row.key === setting.setting),
      ),
    ),
    nextCursor: rest.length > shown.length ? (keys.at(-1) ?? null) : null,
  };
};
