import { platform as contract } from "@mainstay/contracts";
import {
  createLiveTicket,
  getSetting,
  getSystemInfo,
  listSettings,
  updateSetting,
  watchSettings,
} from "@mainstay/core";
import { implement } from "../trpc/implement.ts";

export const platform = implement(contract, {
  system: { info: getSystemInfo, liveTicket: createLiveTicket },
  settings: {
    list: listSettings,
    get: getSetting,
    update: updateSetting,
    watch: watchSettings,
  },
});
