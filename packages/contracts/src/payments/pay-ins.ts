import { z } from "zod";
import { permission } from "../access.ts";
import { mutation, query, subscription } from "../define.ts";
import { event } from "../event.ts";
import { job } from "../job.ts";
import { amountTooPrecise, postingErrors } from "../ledger/posting.ts";
import { personal } from "../mark.ts";
import { Money } from "../money.ts";
import { page } from "../page.ts";
import { rateMissing, rateStale } from "../platform/rates.ts";
import { currencyUnknown } from "../platform/reference.ts";
import {
  exportDescription,
  OrderExport,
  orderExportInput,
  orderFilterErrors,
  orderListInput,
} from "./order-filters.ts";
import {
  amountOutOfLimits,
  amountTooSmall,
  lateOver,
  methodNotOffered,
  MethodCode,
  OrderEvent,
  OrderMetadata,
  PayIn,
  payInState,
  PayInState,
  payInUnknown,
  receivedUnfit,
  referenceUsed,
  sessionReferenceUsed,
  storeNotTaking,
} from "./pay-in.ts";
import { requisiteBankUnknown } from "./requisites.ts";
import { storeUnknown } from "./stores.ts";

export const createPayIns = permission("payments.pay_ins.create", {
  roles: ["merchant"],
  scopes: ["merchant"],
});
export const readPayIns = permission("payments.pay_ins.read", {
  roles: ["merchant", "trader", "lead", "support"],
  scopes: ["merchant", "trader", "team"],
});
/** What the trader says who was asked to receive it. */
export const confirmPayIns = permission("payments.pay_ins.confirm", {
  roles: ["trader"],
  scopes: ["trader"],
});
export const resolvePayIns = permission("payments.pay_ins.resolve", { roles: ["support"] });

export const payInChanged = event("payments.pay_in_changed", {
  summary: "A pay-in has come to another state",
  data: z.object({
    orderId: z.uuid(),
    sequence: z.int(),
    sessionId: z.uuid().nullable().default(null),
  }),
});

export const endOverduePayIns = job("payments.end_overdue_pay_ins", {
  queue: "payments",
  summary: "End the state of pay-ins whose deadline has passed",
  payload: z.object({}),
  schedule: { everyMs: 5_000 },
});
export const matchPayIns = job("payments.match_pay_ins", {
  queue: "payments",
  summary: "Look again for a trader for pay-ins that have none",
  payload: z.object({}),
  schedule: { everyMs: 2_000 },
});

const reference = z.string().trim().min(1).max(200);
const one = z.object({ orderId: z.uuid() });
const why = z.string().trim().min(3).max(1_000);
const change = { output: PayIn, errors: [payInUnknown, payInState, ...postingErrors] } as const;

export const payIns = {
  create: mutation({
    summary: "Ask for a payment",
    description:
      "The answer has the requisite where a trader was found at once; otherwise the order is matched within its deadline.",
    access: createPayIns,
    limit: "money",
    input: z.object({
      storeId: z.uuid(),
      reference: reference.describe("Once in a store, for ever."),
      money: Money,
      method: MethodCode,
      bank: MethodCode.optional().describe("Only requisites of this bank."),
      payer: z
        .object({
          id: personal(
            z.string().trim().min(1).max(200).optional().describe("As you know the payer."),
          ),
          ip: personal(z.union([z.ipv4(), z.ipv6()]).optional()),
        })
        .default({}),
      metadata: OrderMetadata.default({}).refine(
        (value) => JSON.stringify(value).length <= 4_096,
        "must be at most 4,096 characters as JSON",
      ),
    }),
    output: PayIn,
    errors: [
      storeUnknown,
      storeNotTaking,
      referenceUsed,
      sessionReferenceUsed,
      methodNotOffered,
      requisiteBankUnknown,
      amountOutOfLimits,
      amountTooSmall,
      amountTooPrecise,
      currencyUnknown,
      rateMissing,
      rateStale,
      ...postingErrors,
    ],
    rest: { method: "POST", path: "/payments/pay-ins" },
  }),
  get: query({
    summary: "One pay-in",
    access: readPayIns,
    input: one,
    output: PayIn,
    errors: [payInUnknown],
    rest: { method: "GET", path: "/payments/pay-ins/{orderId}" },
  }),
  list: query({
    summary: "Pay-ins, found and sorted",
    access: readPayIns,
    input: orderListInput(PayInState),
    output: page(PayIn),
    errors: orderFilterErrors,
    rest: { method: "GET", path: "/payments/pay-ins" },
  }),
  export: query({
    summary: "The same as CSV, oldest first, to be gone on with from where it ended",
    description: exportDescription,
    access: readPayIns,
    input: orderExportInput(PayInState),
    output: OrderExport,
    errors: orderFilterErrors,
    rest: { method: "GET", path: "/payments/pay-ins.csv" },
  }),
  history: query({
    summary: "How a pay-in came to its state",
    access: readPayIns,
    input: one,
    output: z.object({ items: z.array(OrderEvent) }),
    errors: [payInUnknown],
    rest: { method: "GET", path: "/payments/pay-ins/{orderId}/history" },
  }),
  watch: subscription({
    summary: "Pay-ins as they change",
    access: readPayIns,
    input: z.object({ lastEventId: z.string().max(100).nullish() }),
    output: PayIn,
  }),
  cancel: mutation({
    summary: "Cancel one that nobody has paid yet",
    access: createPayIns,
    fresh: true,
    limit: "money",
    input: one,
    ...change,
    rest: { method: "POST", path: "/payments/pay-ins/{orderId}/cancel" },
  }),
  claimPaid: mutation({
    summary: "Say that the payer has sent the money",
    access: createPayIns,
    limit: "money",
    input: one,
    ...change,
    rest: { method: "POST", path: "/payments/pay-ins/{orderId}/claim-paid" },
  }),
  confirm: mutation({
    summary: "Confirm that the exact sum came; it pays the merchant",
    description: "Again by the same trader it answers with what the first did.",
    access: confirmPayIns,
    fresh: true,
    limit: "money",
    input: one,
    ...change,
    rest: { method: "POST", path: "/payments/pay-ins/{orderId}/confirm" },
  }),
  reportSum: mutation({
    summary: "Report that another sum came",
    access: confirmPayIns,
    fresh: true,
    limit: "money",
    input: one.extend({ received: Money }),
    output: PayIn,
    errors: [payInUnknown, payInState, receivedUnfit, amountTooPrecise, currencyUnknown],
    rest: { method: "POST", path: "/payments/pay-ins/{orderId}/report-sum" },
  }),
  dispute: mutation({
    summary: "Say that nothing came, though the payer says so",
    access: confirmPayIns,
    fresh: true,
    limit: "money",
    input: one.extend({ why }),
    ...change,
    rest: { method: "POST", path: "/payments/pay-ins/{orderId}/dispute" },
  }),
  foundMoney: mutation({
    summary: "Say that money came for one that had ended",
    access: permission("payments.pay_ins.find_money", {
      roles: ["trader", "support"],
      scopes: ["trader"],
    }),
    fresh: true,
    limit: "money",
    input: one.extend({ received: Money }),
    output: PayIn,
    errors: [
      payInUnknown,
      payInState,
      lateOver,
      receivedUnfit,
      amountTooPrecise,
      currencyUnknown,
      ...postingErrors,
    ],
    rest: { method: "POST", path: "/payments/pay-ins/{orderId}/found-money" },
  }),
  accept: mutation({
    summary: "Let one through that the fraud rules held back",
    access: resolvePayIns,
    fresh: true,
    limit: "money",
    input: one,
    ...change,
    rest: { method: "POST", path: "/payments/pay-ins/{orderId}/accept" },
  }),
  reject: mutation({
    summary: "Refuse one that the fraud rules held back",
    access: resolvePayIns,
    fresh: true,
    limit: "money",
    input: one.extend({ why }),
    ...change,
    rest: { method: "POST", path: "/payments/pay-ins/{orderId}/reject" },
  }),
  resolve: mutation({
    summary: "Decide a disputed, late or differing one: paid in full, in part, or not",
    access: resolvePayIns,
    fresh: true,
    limit: "money",
    input: one.extend({
      as: z.enum(["full", "part", "unpaid"]),
      received: Money.optional().describe(
        "What came: for one that is paid in part, or in full where more came.",
      ),
      why,
    }),
    output: PayIn,
    errors: [
      payInUnknown,
      payInState,
      receivedUnfit,
      amountTooPrecise,
      currencyUnknown,
      ...postingErrors,
    ],
    rest: { method: "POST", path: "/payments/pay-ins/{orderId}/resolve" },
  }),
  contest: mutation({
    summary: "Take up a claim about one that is finished",
    access: resolvePayIns,
    fresh: true,
    limit: "money",
    input: one.extend({ why }),
    ...change,
    rest: { method: "POST", path: "/payments/pay-ins/{orderId}/contest" },
  }),
  decide: mutation({
    summary: "Decide a contested one: it stands, or its money goes back",
    access: resolvePayIns,
    fresh: true,
    limit: "money",
    input: one.extend({ as: z.enum(["upheld", "reversed"]), why }),
    ...change,
    rest: { method: "POST", path: "/payments/pay-ins/{orderId}/decide" },
  }),
};
