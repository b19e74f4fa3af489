import { z } from "zod";
import type { RateClass } from "../define.ts";
import { type Setting, setting } from "../setting.ts";

/** `credentials`: wrong ones, by the network that they come from; procedures cannot name it. */
export type LimitClass = RateClass | "credentials";

export const Allowance = z.object({
  points: z.int().min(1).max(10_000_000),
  seconds: z.int().min(1).max(86_400),
});
export type Allowance = z.output<typeof Allowance>;

const allowance = (
  of: LimitClass,
  points: number,
  seconds: number,
  description: string,
): Setting<`platform.rate_limits.${LimitClass}`, typeof Allowance> =>
  setting(`platform.rate_limits.${of}`, {
    schema: Allowance,
    default: { points, seconds },
    description,
  });

export const rateLimits = {
  read: allowance(
    "read",
    1_200,
    60,
    "How many queries a caller may ask of one process, in how many seconds.",
  ),
  write: allowance("write", 600, 60, "How many changes a caller may make, in how many seconds."),
  money: allowance(
    "money",
    300,
    60,
    "How many calls that move money a caller may make, in how many seconds.",
  ),
  sign_in: allowance(
    "sign_in",
    100,
    300,
    "How often a caller may try to sign in, and its like, in how many seconds.",
  ),
  report: allowance(
    "report",
    60,
    300,
    "How many faults of its own a caller may report, in how many seconds.",
  ),
  credentials: allowance(
    "credentials",
    100,
    300,
    "How many different wrong tokens and keys may come from one network, in how many seconds, before it has to wait.",
  ),
} as const satisfies Record<LimitClass, unknown>;
export const limitClasses = Object.keys(rateLimits) as LimitClass[];
