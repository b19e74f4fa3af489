import type { AnySetting, SettingView } from "@mainstay/contracts";
import { settingsOfModules } from "@mainstay/contracts";
import type { settings } from "@mainstay/db";
import type { z } from "zod";

type Stored = typeof settings.$inferSelect;

/** By key, so that pages of them are stable. */
export const allSettings: readonly AnySetting[] = settingsOfModules.toSorted((a, b) =>
  a.setting < b.setting ? -1 : 1,
);

export const settingNamed = (key: string): AnySetting | undefined =>
  allSettings.find((setting) => setting.setting === key);

/** What callers see of a setting; never a secret's value. */
export const settingView = (
  setting: AnySetting,
  stored: Stored | undefined,
): z.output<typeof SettingView> => ({
  key: setting.setting,
  value: setting.secret
    ? null
    : ((stored?.value ?? setting.default) as z.output<typeof SettingView>["value"]),
  default: setting.secret ? null : setting.default,
  description: setting.description,
  secret: setting.secret,
  changed: stored ? { at: stored.changedAt.toISOString(), by: stored.changedBy } : null,
});
