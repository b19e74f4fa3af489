import { lockAfterFailures, lockMinutes } from "@mainstay/contracts";
import type { SettingsReader } from "../../platform/index.ts";
import type { GuessKind } from "./guess-keys.ts";

export interface GuessLimits {
  /** After this many failures the next guess has to wait: a second, then two, four … */
  readonly slowFrom: number;
  /** After this many it has to wait for as long as `longestMs`. */
  readonly lockFrom: number;
  readonly longestMs: number;
  /** With each such time that passes without a guess, one failure is forgotten. */
  readonly forgetOneMs: number;
}

/** After this many failures a captcha is asked for, where there is one. */
export const captchaFrom = 3;
const minute = 60_000;
const never = 2 ** 31 - 1;

export async function limitsOf(kind: GuessKind, settings: SettingsReader): Promise<GuessLimits> {
  // Many people share a network: it is slowed later, and never locked.
  if (kind === "ip") {
    return { slowFrom: 50, lockFrom: never, longestMs: minute, forgetOneMs: 18_000 };
  }
  const lockFrom = await settings.get(lockAfterFailures);
  const longestMs = (await settings.get(lockMinutes)) * minute;
  return { slowFrom: 3, lockFrom, longestMs, forgetOneMs: 60 * minute };
}
