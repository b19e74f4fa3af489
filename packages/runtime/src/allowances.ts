import { type Allowance, type LimitClass, limitClasses, rateLimits } from "@mainstay/contracts";
import type { Logger, SettingsReader } from "@mainstay/core";
import { inTime } from "./deadline.ts";

/** What one caller may call, by class. */
export interface Allowances {
  /** Never waits: a limit must not hang on what it protects. */
  of(rate: LimitClass): Allowance;
  /** Settles when they have been looked up once, or soon. */
  first(): Promise<unknown>;
}

export const allowances = Object.fromEntries(
  limitClasses.map((rate) => [rate, rateLimits[rate].default]),
) as Readonly<Record<LimitClass, Allowance>>;

export const fixedAllowances = (of: Readonly<Record<LimitClass, Allowance>>): Allowances => ({
  of: (rate) => of[rate],
  first: async () => undefined,
});

const lookEveryMs = 1_000;
const firstLookMs = 500;

/**
 * As the settings have them: looked up beside the calls, once a second while there are any. While they
 * cannot be read, the last known ones hold.
 */
export function allowancesOfSettings(settings: SettingsReader, log: Logger): Allowances {
  const known = { ...allowances };
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking = false;
  let first: Promise<unknown> | null = null;

  const look = async (): Promise<void> => {
    looking = true;
    lookedAt = performance.now();
    try {
      for (const rate of limitClasses) known[rate] = await settings.get(rateLimits[rate]);
    } catch (error) {
      log.warn(
        { err: error },
        "the rate limits' settings cannot be read; the last known ones hold",
      );
    } finally {
      looking = false;
    }
  };
  return {
    of(rate) {
      if (!looking && performance.now() - lookedAt > lookEveryMs) void look();
      return known[rate];
    },
    first: () => (first ??= inTime(firstLookMs, look())),
  };
}
