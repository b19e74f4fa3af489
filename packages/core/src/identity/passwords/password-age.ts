import { type Audience, passwordMaxAgeDays } from "@mainstay/contracts";
import type { SettingsReader } from "../../platform/index.ts";

const aging: ReadonlySet<Audience> = new Set(["staff", "support", "admin"]);

/** Whether the password has to be changed before anything else is done at this door. */
export async function isPasswordTooOld(
  { audience, changedAt, now }: { audience: Audience; changedAt: Date | null; now: Date },
  settings: SettingsReader,
): Promise<boolean> {
  if (!aging.has(audience)) return false;
  const days = await settings.get(passwordMaxAgeDays);
  if (days === 0 || changedAt === null) return false;
  return now.getTime() - changedAt.getTime() > days * 86_400_000;
}
