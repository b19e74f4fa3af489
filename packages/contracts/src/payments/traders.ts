import { z } from "zod";
import { permission } from "../access.ts";
import { mutation, query } from "../define.ts";
import { job } from "../job.ts";
import { page, pageInput } from "../page.ts";
import { reason } from "../reason.ts";
import { setting } from "../setting.ts";
import { feePartsExceed } from "./fee-parts.ts";
import { ShownName } from "./merchants.ts";
import { Percent } from "./percent.ts";
import { teamUnknown } from "./teams.ts";

export const readTraders = permission("payments.traders.read", {
  roles: ["support", "lead", "trader"],
  scopes: ["team", "trader"],
});
export const editTraders = permission("payments.traders.edit", { roles: [] });
export const switchTraders = permission("payments.traders.switch", {
  roles: ["lead"],
  scopes: ["team"],
});
export const beOnline = permission("payments.traders.be_online", {
  roles: ["trader"],
  scopes: ["trader"],
});

export const onlineSeconds = setting("payments.online_seconds", {
  schema: z.int().min(15).max(3_600),
  default: 90,
  description:
    "For how many seconds a trader is online after saying so; programs say it again well before.",
});

export const sweepOnline = job("payments.sweep_online", {
  queue: "payments",
  summary: "Take traders out of turn who have not said in time that they are online",
  payload: z.object({}),
  schedule: { everyMs: 30_000 },
});

const state = z.enum(["active", "paused", "blocked"]);
const terms = {
  feeInPercent: Percent.describe("The trader's, of each pay-in's value."),
  feeOutPercent: Percent.describe("The trader's, of each pay-out's value."),
};
const weight = z
  .int()
  .min(1)
  .max(100)
  .describe("A trader's share of orders beside others: two of 1 get as much as one of 2.");
const parallelCap = z
  .int()
  .min(0)
  .max(1_000)
  .describe("How many orders at most at once, over all requisites.");
const name = ShownName.meta({ examples: ["Trader 17"] });

export const Trader = z
  .object({
    id: z.uuid(),
    teamId: z.uuid(),
    name: z.string(),
    state: state.describe("`paused` by the lead, `blocked` by an administrator."),
    ...terms,
    weight,
    parallelCap,
    online: z.boolean(),
    onlineUntil: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Trader" });

const aboutTrader = z.object({ traderId: z.string() });
export const traderUnknown = reason("payments.trader_unknown", {
  kind: "not_found",
  message: "There is no trader {traderId}.",
  details: aboutTrader,
});
export const traderBlocked = reason("payments.trader_blocked", {
  kind: "precondition",
  message: "The trader {traderId} is blocked; only an administrator can change that.",
  details: aboutTrader,
});

const one = z.object({ traderId: z.uuid() });
const changed = { output: Trader, errors: [traderUnknown] } as const;

export const traders = {
  list: query({
    summary: "Traders, newest first",
    access: readTraders,
    input: z.object({
      ...pageInput,
      teamId: z.uuid().optional(),
      state: state.optional(),
      online: z.boolean().optional(),
    }),
    output: page(Trader),
    errors: [teamUnknown],
    rest: { method: "GET", path: "/payments/traders" },
  }),
  get: query({
    summary: "One trader",
    access: readTraders,
    input: one,
    ...changed,
    rest: { method: "GET", path: "/payments/traders/{traderId}" },
  }),
  create: mutation({
    summary: "Make a trader",
    description: "Its people are whoever is granted that role within it.",
    access: editTraders,
    fresh: true,
    input: z.object({
      teamId: z.uuid(),
      name,
      ...terms,
      weight: weight.default(1),
      parallelCap: parallelCap.default(10),
    }),
    output: Trader,
    errors: [teamUnknown, feePartsExceed],
    rest: { method: "POST", path: "/payments/traders" },
  }),
  update: mutation({
    summary: "Change a trader; what is left out stays",
    description:
      "Orders that are under way go on, with what was agreed when they were assigned. `active` also ends a lead's pause.",
    access: editTraders,
    fresh: true,
    input: one.extend({
      teamId: z.uuid().optional(),
      name: name.optional(),
      state: z.enum(["active", "blocked"]).optional(),
      feeInPercent: terms.feeInPercent.optional(),
      feeOutPercent: terms.feeOutPercent.optional(),
      weight: weight.optional(),
      parallelCap: parallelCap.optional(),
    }),
    output: Trader,
    errors: [traderUnknown, teamUnknown, feePartsExceed],
    rest: { method: "PATCH", path: "/payments/traders/{traderId}" },
  }),
  pause: mutation({
    summary: "Give a trader no more orders; those under way go on",
    access: switchTraders,
    fresh: true,
    input: one,
    output: Trader,
    errors: [traderUnknown, traderBlocked],
    rest: { method: "POST", path: "/payments/traders/{traderId}/pause" },
  }),
  resume: mutation({
    summary: "Give a paused trader orders again",
    access: switchTraders,
    fresh: true,
    input: one,
    output: Trader,
    errors: [traderUnknown, traderBlocked],
    rest: { method: "POST", path: "/payments/traders/{traderId}/resume" },
  }),
  goOnline: mutation({
    summary: "Say that the trader is here, and again before `onlineUntil`",
    description: "Who does not say so again in time gets no more orders; those under way go on.",
    access: beOnline,
    // A heartbeat: each one counts anew, and the audit would hold nothing else.
    idempotency: "natural",
    audit: "none",
    input: one,
    ...changed,
    rest: { method: "POST", path: "/payments/traders/{traderId}/go-online" },
  }),
  goOffline: mutation({
    summary: "Get no more orders; those under way go on",
    access: beOnline,
    input: one,
    ...changed,
    rest: { method: "POST", path: "/payments/traders/{traderId}/go-offline" },
  }),
};
