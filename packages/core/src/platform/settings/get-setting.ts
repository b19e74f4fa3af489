import {
  type AnySetting,
  type platform,
  type SettingView,
  settingUnknown,
} from "@mainstay/contracts";
import { type DbOrTx, settings } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { z } from "zod";
import type { UseCase } from "../../context.ts";
import { settingNamed, settingView } from "./setting-view.ts";

export const getSetting: UseCase<typeof platform.settings.get> = async (ctx, { key }) => {
  const setting = settingNamed(key) ?? ctx.fail(settingUnknown({ key }));
  return readSetting(ctx.db, setting);
};

export async function readSetting(
  db: DbOrTx,
  setting: AnySetting,
): Promise<z.output<typeof SettingView>> {
  const [stored] = await db.select().from(settings).where(eq(settings.key, setting.setting));
  return settingView(setting, stored);
}
