import type { platform } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";

export const getPushKey: UseCase<typeof platform.notifications.pushKey> = async (ctx) => ({
  key: ctx.channels.pushKey,
});
