import type { SettingView } from "@mainstay/contracts";
import { getSetting } from "@mainstay/core/platform/settings/get-setting";
import { listSettings } from "@mainstay/core/platform/settings/list-settings";
import { updateSetting } from "@mainstay/core/platform/settings/update-setting";
import type { z } from "zod";
import { columns, type Command, CommandError, print } from "../command.ts";
import { asOperator } from "../operator.ts";

type View = z.output<typeof SettingView>;

export const settings: Command = {
  usage: [
    ["list", "All settings, with their values"],
    ["get <key>", "One setting"],
    ["set <key> <value>", "Change a setting; every process follows at once"],
  ],
  options: { json: { type: "boolean", about: "Answer in JSON" } },
  notes: [
    "A value is JSON (90, true, [1,2]); what is not JSON is taken as text.",
    "A change is written to the audit as system:cli.",
  ],
  async run({ positionals: [verb, key, value, ...more], values }) {
    const show = values["json"] ? asJson : asText;
    if (verb === "list" && key === undefined) print(...show(await list()));
    else if (verb === "get" && key && value === undefined) print(...show([await get(key)]));
    else if (verb === "set" && key && value !== undefined && more.length === 0) {
      print(...show([await set(key, value)]));
    } else {
      throw new CommandError(
        "Say settings list, settings get <key> or settings set <key> <value>.",
      );
    }
    return 0;
  },
};

const list = (): Promise<View[]> =>
  asOperator(async ({ ctx }) => {
    const all: View[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listSettings>> = await listSettings(ctx, {
        cursor,
        limit: 100,
      });
      all.push(...(page.items as View[]));
      cursor = page.nextCursor;
    } while (cursor !== null);
    return all;
  });

const get = (key: string): Promise<View> =>
  asOperator(async ({ ctx }) => (await getSetting(ctx, { key })) as View);

const set = (key: string, text: string): Promise<View> =>
  asOperator(
    async ({ change }) =>
      (await change("platform.settings.update", updateSetting, { key, value: read(text) })) as View,
  );

function read(text: string): View["value"] {
  try {
    return JSON.parse(text) as View["value"];
  } catch {
    return text;
  }
}

const asJson = (views: readonly View[]): string[] => views.map((view) => JSON.stringify(view));
const asText = (views: readonly View[]): string[] =>
  columns(
    views.map((view) => [
      view.key,
      view.secret ? "(secret)" : JSON.stringify(view.value),
      view.changed ? `set by ${view.changed.by} at ${view.changed.at}` : "default",
      view.description,
    ]),
  );
