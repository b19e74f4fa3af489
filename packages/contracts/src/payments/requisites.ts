import { z } from "zod";
import { permission } from "../access.ts";
import { mutation, query } from "../define.ts";
import { job } from "../job.ts";
import { amountTooLarge, amountTooPrecise } from "../ledger/posting.ts";
import { personal } from "../mark.ts";
import { Money } from "../money.ts";
import { page, pageInput } from "../page.ts";
import { CurrencyCode, currencyUnknown } from "../platform/reference.ts";
import { reason } from "../reason.ts";
import { ShownName } from "./merchants.ts";
import { methodUnfit, methodUnknown } from "./methods.ts";
import { MethodCode } from "./pay-in.ts";
import { traderUnknown } from "./traders.ts";

export const readRequisites = permission("payments.requisites.read", {
  roles: ["support", "lead", "trader"],
  scopes: ["team", "trader"],
});
export const manageRequisites = permission("payments.requisites.manage", {
  roles: ["trader"],
  scopes: ["trader"],
});
export const switchRequisites = permission("payments.requisites.switch", {
  roles: ["trader", "lead"],
  scopes: ["trader", "team"],
});
export const blockRequisites = permission("payments.requisites.block", { roles: ["support"] });

const BankCode = MethodCode.meta({ examples: ["sber"] });
const Holder = personal(ShownName.meta({ examples: ["IVAN PETROV"] }));
const RequisiteNumber = personal(
  z
    .string()
    .min(1)
    .max(64)
    .meta({
      description: "Of a card, a phone or an account; spaces and dashes do not count.",
      examples: ["4111 1111 1111 1111"],
    }),
);
const state = z.enum(["active", "paused", "blocked", "archived"]);

const caps = {
  dayCountCap: z.int().min(1).max(1_000_000).nullable().describe("Orders a day. Null: as many."),
  daySumCap: Money.nullable().describe("All of a day's orders together. Null: as much."),
  parallelCap: z.int().min(1).max(1_000).describe("Orders at once."),
  coolDownSeconds: z.int().min(0).max(86_400).describe("Between two orders, at least."),
};
const limits = {
  min: Money.describe("The least that an order may ask for."),
  max: Money.describe("The most that an order may ask for."),
};

export const Requisite = z
  .object({
    id: z.uuid(),
    traderId: z.uuid(),
    method: MethodCode,
    bank: BankCode.nullable(),
    currency: CurrencyCode,
    holder: z.string(),
    number: z.string().nullable().describe("In full for its own trader; null for all others."),
    numberMasked: z.string().meta({ examples: ["•••• 1111"] }),
    ...limits,
    ...caps,
    state: state.describe("`paused` by its trader or the lead, `blocked` by support."),
    liveOrders: z.int().describe("That are under way."),
    lastAssignedAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Requisite" });

const aboutRequisite = z.object({ requisiteId: z.string() });
export const requisiteUnknown = reason("payments.requisite_unknown", {
  kind: "not_found",
  message: "There is no requisite {requisiteId}.",
  details: aboutRequisite,
});
export const requisiteTaken = reason("payments.requisite_taken", {
  kind: "conflict",
  message:
    "There is a requisite with this number and method already, and it is not archived; take another number.",
});
export const requisiteRefused = reason("payments.requisite_refused", {
  kind: "precondition",
  message: "No requisite is made of this number; take another one, or ask support.",
});
export const requisiteBlocked = reason("payments.requisite_blocked", {
  kind: "precondition",
  message: "The requisite {requisiteId} is blocked; only support can change that.",
  details: aboutRequisite,
});
export const requisiteArchived = reason("payments.requisite_archived", {
  kind: "precondition",
  message: "The requisite {requisiteId} is archived and stays so; make another one.",
  details: aboutRequisite,
});
export const requisiteBusy = reason("payments.requisite_busy", {
  kind: "precondition",
  message:
    "The requisite {requisiteId} has {orders} orders under way; pause it, and archive it when they have ended.",
  details: aboutRequisite.extend({ orders: z.int() }),
});
export const requisiteMethodUnfit = reason("payments.requisite_method_unfit", {
  kind: "invalid",
  message:
    "Nothing is sent to a number by {method}; take a method of the kind card, phone or account. platform.reference.get names them.",
  details: z.object({ method: z.string() }),
});
export const requisiteBankUnknown = reason("payments.requisite_bank_unknown", {
  kind: "invalid",
  message: "There is no bank {bank}; platform.reference.get names those there are.",
  details: z.object({ bank: z.string() }),
});
export const requisiteNumberUnfit = reason("payments.requisite_number_unfit", {
  kind: "invalid",
  message: "This is no number for {method}: {rule}.",
  details: z.object({ method: z.string(), rule: z.string() }),
});
export const requisiteLimitsUnfit = reason("payments.requisite_limits_unfit", {
  kind: "invalid",
  message: "These limits do not fit: {problem}.",
  details: z.object({ problem: z.string() }),
});

const one = z.object({ requisiteId: z.uuid() });
const limitErrors = [
  requisiteLimitsUnfit,
  amountTooPrecise,
  amountTooLarge,
  currencyUnknown,
] as const;
/** Answers hold the number. */
const change = { output: Requisite, fresh: true, sensitive: true } as const;

export const sweepPlaces = job("payments.sweep_places", {
  queue: "payments",
  summary:
    "Delete sums that no requisite waits for any more, days long gone, and what is kept of orders that found somebody",
  payload: z.object({}),
  schedule: { everyMs: 10 * 60_000 },
});

export const requisites = {
  list: query({
    summary: "Requisites, newest first",
    access: readRequisites,
    sensitive: true,
    input: z.object({
      ...pageInput,
      traderId: z.uuid().optional(),
      state: state.optional(),
      method: MethodCode.optional(),
      currency: CurrencyCode.optional(),
      number: RequisiteNumber.optional().describe("The whole of it; archived ones are left out."),
    }),
    output: page(Requisite),
    errors: [traderUnknown],
  }),
  get: query({
    summary: "One requisite",
    access: readRequisites,
    sensitive: true,
    input: one,
    output: Requisite,
    errors: [requisiteUnknown],
  }),
  create: mutation({
    ...change,
    summary: "Add where a trader takes money",
    access: manageRequisites,
    input: z.object({
      traderId: z.uuid(),
      method: MethodCode,
      bank: BankCode.nullable().default(null),
      holder: Holder,
      number: RequisiteNumber,
      ...limits,
      dayCountCap: caps.dayCountCap.default(null),
      daySumCap: caps.daySumCap.default(null),
      parallelCap: caps.parallelCap.default(1),
      coolDownSeconds: caps.coolDownSeconds.default(0),
    }),
    errors: [
      traderUnknown,
      methodUnknown,
      methodUnfit,
      requisiteMethodUnfit,
      requisiteBankUnknown,
      requisiteNumberUnfit,
      requisiteRefused,
      requisiteTaken,
      ...limitErrors,
    ],
  }),
  update: mutation({
    ...change,
    summary: "Change a requisite's holder, limits and caps; what is left out stays",
    description: "Whoever was shown it goes on with what was shown. The number never changes.",
    access: manageRequisites,
    input: one.extend({
      holder: Holder.optional(),
      min: limits.min.optional(),
      max: limits.max.optional(),
      dayCountCap: caps.dayCountCap.optional(),
      daySumCap: caps.daySumCap.optional(),
      parallelCap: caps.parallelCap.optional(),
      coolDownSeconds: caps.coolDownSeconds.optional(),
    }),
    errors: [requisiteUnknown, requisiteArchived, ...limitErrors],
  }),
  pause: mutation({
    ...change,
    summary: "Take no more orders on a requisite; those under way go on",
    access: switchRequisites,
    input: one,
    errors: [requisiteUnknown, requisiteBlocked, requisiteArchived],
  }),
  resume: mutation({
    ...change,
    summary: "Take orders on a paused requisite again",
    access: switchRequisites,
    input: one,
    errors: [requisiteUnknown, requisiteBlocked, requisiteArchived],
  }),
  archive: mutation({
    ...change,
    summary: "Give a requisite up for good; its number can then be added anew",
    access: manageRequisites,
    input: one,
    errors: [requisiteUnknown, requisiteBlocked, requisiteBusy],
  }),
  block: mutation({
    ...change,
    summary: "Let a requisite take no orders, whatever its trader does",
    access: blockRequisites,
    input: one.extend({ why: z.string().trim().min(3).max(1_000) }),
    errors: [requisiteUnknown, requisiteArchived],
  }),
  unblock: mutation({
    ...change,
    summary: "Give a blocked requisite back to its trader, paused",
    access: blockRequisites,
    input: one,
    errors: [requisiteUnknown, requisiteArchived],
  }),
};
