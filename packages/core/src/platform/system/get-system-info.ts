import type { platform } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { oldestSdk, version } from "../../version.ts";

export const getSystemInfo: UseCase<typeof platform.system.info> = async (ctx) => ({
  version,
  time: ctx.clock.now().toISOString(),
  oldestSdk,
});
