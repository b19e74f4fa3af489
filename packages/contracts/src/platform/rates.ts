import { z } from "zod";
import { permission, signedIn } from "../access.ts";
import { mutation, query } from "../define.ts";
import { job } from "../job.ts";
import { page, pageInput } from "../page.ts";
import { reason } from "../reason.ts";
import { setting } from "../setting.ts";
import { CurrencyCode, currencyUnknown } from "./reference.ts";

const readRates = permission("platform.rates.read", { roles: ["support"] });
const setRates = permission("platform.rates.set", { roles: [] });

const pair = {
  base: CurrencyCode.meta({ examples: ["USDT"] }),
  quote: CurrencyCode.meta({ examples: ["RUB"] }),
};
const Decimal = z.string().meta({
  description: "So many of `quote` are worth one of `base`; at most 12 decimals.",
  examples: ["92.5"],
});
const rate = {
  id: z.uuid(),
  ...pair,
  rate: Decimal,
  source: z.enum(["provider", "typed"]),
  takenAt: z.iso.datetime().describe("Of when it is, as its source says."),
};

export const CurrentRate = z
  .object({ ...rate, stale: z.boolean().describe("Too old to be used.") })
  .meta({ id: "CurrentRate" });
export const RateView = z
  .object({
    ...rate,
    by: z.string().nullable().describe("Who typed it in; null where the provider told it."),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Rate" });
export const RateUse = z
  .object({ id: z.uuid(), usedFor: z.string(), at: z.iso.datetime(), rate: RateView })
  .meta({ id: "RateUse" });

const aboutPair = z.object({ base: z.string(), quote: z.string() });

export const rateMissing = reason("platform.rate_missing", {
  kind: "precondition",
  message:
    "There is no rate of {base} in {quote}; an administrator can type one in, or have it kept by platform.rate_pairs.",
  details: aboutPair,
});
export const rateStale = reason("platform.rate_stale", {
  kind: "precondition",
  message:
    "The rate of {base} in {quote} is of {takenAt}, which is more than {limitMinutes} minutes ago; wait for a newer one.",
  details: aboutPair.extend({ takenAt: z.iso.datetime(), limitMinutes: z.int() }),
});
export const rateInvalid = reason("platform.rate_invalid", {
  kind: "invalid",
  message:
    "The rate {rate} {problem}; write it in digits, above zero, with at most 18 of them before the point and 12 after it.",
  details: z.object({ rate: z.string(), problem: z.string() }),
});
export const rateSameCurrency = reason("platform.rate_same_currency", {
  kind: "invalid",
  message: "{currency} is worth itself; a rate is of two currencies.",
  details: z.object({ currency: z.string() }),
});
export const currencyInactive = reason("platform.currency_inactive", {
  kind: "precondition",
  message: "{currency} is inactive; make it active before it is given a rate.",
  details: z.object({ currency: z.string() }),
});
export const rateJump = reason("platform.rate_jump", {
  kind: "precondition",
  message:
    "{rate} is more than {limitPercent}% away from {last}, which is the rate of {base} in {quote} now; look again, and send confirm: true if it is right.",
  details: aboutPair.extend({ rate: z.string(), last: z.string(), limitPercent: z.int() }),
});

const PairName = z
  .string()
  .regex(/^[A-Z][A-Z0-9]{1,11}\/[A-Z][A-Z0-9]{1,11}$/)
  .refine((name) => new Set(name.split("/")).size === 2, { error: "is of one currency twice" });

export const ratePairs = setting("platform.rate_pairs", {
  schema: z.array(PairName).max(200),
  default: ["USD/RUB", "EUR/RUB", "USDT/RUB"],
  description:
    "Which rates are kept of what the provider tells: so many of the second are worth one of the first.",
});
export const rateAgeMinutes = setting("platform.rate_age_minutes", {
  schema: z.int().min(1).max(10_080),
  default: 60,
  description: "For how many minutes a rate that the provider told may be used.",
});
export const typedRateHours = setting("platform.typed_rate_hours", {
  schema: z.int().min(1).max(720),
  default: 24,
  description: "For how many hours a rate that an administrator typed in may be used.",
});
export const rateJumpPercent = setting("platform.rate_jump_percent", {
  schema: z.int().min(1).max(10_000),
  default: 50,
  description:
    "A rate further away from the last one is not believed: not stored where the provider tells it, and asked about where somebody types it.",
});

export const rates = {
  list: query({
    summary: "The rate of each pair as it stands now, by pair",
    access: signedIn,
    input: z.object(pageInput),
    output: page(CurrentRate),
    rest: { method: "GET", path: "/rates" },
  }),
  history: query({
    summary: "The rates of one pair, newest first",
    access: readRates,
    input: z.object({ ...pageInput, ...pair }),
    output: page(RateView),
    rest: { method: "GET", path: "/rates/{base}/{quote}" },
  }),
  set: mutation({
    summary: "Type in a rate",
    description:
      "It counts at once, for platform.typed_rate_hours at most. Where the server has a provider that tells this pair, the provider's next newer rate replaces it.",
    access: setRates,
    fresh: true,
    input: z.object({
      ...pair,
      rate: z
        .string()
        .max(64)
        .meta({ examples: ["92.5"] }),
      confirm: z.boolean().default(false).describe("That a jump is meant."),
    }),
    output: RateView,
    errors: [currencyUnknown, currencyInactive, rateSameCurrency, rateInvalid, rateJump],
    rest: { method: "POST", path: "/rates" },
  }),
  uses: query({
    summary: "Which rates were used for something, newest first",
    access: readRates,
    input: z.object({
      ...pageInput,
      usedFor: z
        .string()
        .min(3)
        .max(200)
        .meta({
          description: "`kind:id`.",
          examples: ["order:0198c2a4-7e10-7c4b-9f21-5d3a8e6b1c70"],
        }),
    }),
    output: page(RateUse),
    rest: { method: "GET", path: "/rate-uses" },
  }),
};

export const refreshRates = job("platform.refresh_rates", {
  queue: "platform",
  summary: "Ask the provider for rates, and keep those of platform.rate_pairs that are believed",
  payload: z.object({}),
  // The next one comes soon.
  attempts: 2,
  backoff: { type: "fixed", ms: 5_000 },
  schedule: { everyMs: 60_000 },
});
