import { type platform, settingChanged } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import type { ReadEvent } from "../live/live-events.ts";
import { readSetting } from "./get-setting.ts";
import { settingNamed } from "./setting-view.ts";

export const watchSettings: UseCase<typeof platform.settings.watch> = (ctx, input) =>
  ctx.live.watch([settingChanged], { after: input.lastEventId, signal: ctx.signal }, readChange);

/** An event names the setting; the value sent is the one it has by then. */
const readChange = (async ({ data }, db) => {
  // A newer release may announce a setting that this one does not know.
  const setting = settingNamed(data.key);
  return setting && readSetting(db, setting);
}) satisfies ReadEvent<typeof settingChanged, unknown>;
