import { type platform, settingChanged } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { readSetting } from "./get-setting.ts";
import { settingNamed } from "./setting-view.ts";

/** An event names the setting; the value sent is the one it has by then. */
export const watchSettings: UseCase<typeof platform.settings.watch> = async function* (ctx, input) {
  const changes = ctx.live.watch([settingChanged], {
    after: input.lastEventId,
    signal: ctx.signal,
  });
  for await (const { id, data } of changes) {
    // A newer release may announce a setting that this one does not know.
    const setting = settingNamed(data.key);
    if (setting) yield { id, data: await readSetting(ctx.db, setting) };
  }
};
