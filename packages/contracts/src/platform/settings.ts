import { z } from "zod";
import { permission } from "../access.ts";
import { mutation, query, subscription } from "../define.ts";
import { event } from "../event.ts";
import { secret } from "../mark.ts";
import { page, pageInput } from "../page.ts";
import { reason } from "../reason.ts";

const readSettings = permission("platform.settings.read", { roles: ["support"] });
const changeSettings = permission("platform.settings.update", { roles: [] });

export const SettingValue = z.json().meta({ id: "SettingValue", examples: [48] });

const key = z
  .string()
  .min(1)
  .max(100)
  .meta({ examples: ["platform.idempotency_hours"] });

export const SettingView = z
  .object({
    key: z.string().meta({ examples: ["platform.idempotency_hours"] }),
    value: SettingValue.nullable().describe("Null where the setting is a secret."),
    default: SettingValue.nullable(),
    description: z.string(),
    secret: z.boolean(),
    changed: z
      .object({ at: z.iso.datetime(), by: z.string() })
      .nullable()
      .describe("Who changed it last, and when; null while it stands at its default."),
  })
  .meta({ id: "Setting" });

export const settingUnknown = reason("platform.setting_unknown", {
  kind: "not_found",
  message: "There is no setting {key}. platform.settings.list names them all.",
  details: z.object({ key: z.string() }),
});
export const settingInvalid = reason("platform.setting_invalid", {
  kind: "invalid",
  message: "The setting {key} cannot take this value: {problem}.",
  details: z.object({ key: z.string(), problem: z.string() }),
});

export const settingChanged = event("platform.setting_changed", {
  summary: "A setting has a new value",
  data: z.object({ key: z.string() }),
});

export const settings = {
  list: query({
    summary: "All settings, by key",
    access: readSettings,
    input: z.object(pageInput),
    output: page(SettingView),
    rest: { method: "GET", path: "/settings" },
  }),
  get: query({
    summary: "One setting",
    access: readSettings,
    input: z.object({ key }),
    output: SettingView,
    errors: [settingUnknown],
    rest: { method: "GET", path: "/settings/{key}" },
  }),
  update: mutation({
    summary: "Change a setting; every process follows at once",
    access: changeSettings,
    // The contract cannot know which setting it is for; the audit says what changed.
    input: z.object({ key, value: secret(SettingValue) }),
    output: SettingView,
    errors: [settingUnknown, settingInvalid],
    limit: "write",
    rest: { method: "PUT", path: "/settings/{key}" },
  }),
  watch: subscription({
    summary: "Settings as they change",
    access: readSettings,
    input: z.object({
      lastEventId: z
        .string()
        .nullish()
        .describe(
          "Of the last event that came: what came after it is told. Without it, from now on.",
        ),
    }),
    output: SettingView,
  }),
};
