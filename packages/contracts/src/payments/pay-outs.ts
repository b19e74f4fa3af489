import { z } from "zod";
import { permission } from "../access.ts";
import { mutation, query, subscription } from "../define.ts";
import { event } from "../event.ts";
import { job } from "../job.ts";
import { amountTooPrecise, postingErrors } from "../ledger/posting.ts";
import { Money } from "../money.ts";
import { page } from "../page.ts";
import { fileAttached, fileMissing, fileNotReady, fileUnfit } from "../platform/files.ts";
import { rateMissing, rateStale } from "../platform/rates.ts";
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
  methodNotOffered,
  OrderEvent,
  OrderMetadata,
  referenceUsed,
  storeNotTaking,
} from "./pay-in.ts";
import {
  destinationRefused,
  PayOut,
  PayOutDestination,
  payOutOfferOver,
  payOutState,
  PayOutState,
  payOutUnknown,
  proofShownBefore,
} from "./pay-out.ts";
import { BankReference, LinkedProof } from "./proofs.ts";
import { requisiteBankUnknown, requisiteMethodUnfit, requisiteNumberUnfit } from "./requisites.ts";
import { storeUnknown } from "./stores.ts";

/** What a merchant does with his own: asks for them, and says whether the money came. */
export const createPayOuts = permission("payments.pay_outs.create", {
  roles: ["merchant"],
  scopes: ["merchant"],
});
export const readPayOuts = permission("payments.pay_outs.read", {
  roles: ["merchant", "trader", "lead", "support"],
  scopes: ["merchant", "trader", "team"],
});
/** What the trader does who was asked to send it. */
export const sendPayOuts = permission("payments.pay_outs.send", {
  roles: ["trader"],
  scopes: ["trader"],
});
export const resolvePayOuts = permission("payments.pay_outs.resolve", { roles: ["support"] });

export const payOutChanged = event("payments.pay_out_changed", {
  summary: "A pay-out has come to another state",
  data: z.object({ orderId: z.uuid(), sequence: z.int() }),
});

export const endOverduePayOuts = job("payments.end_overdue_pay_outs", {
  queue: "payments",
  summary: "End the state of pay-outs whose deadline has passed",
  payload: z.object({}),
  schedule: { everyMs: 5_000 },
});
export const offerPayOuts = job("payments.offer_pay_outs", {
  queue: "payments",
  summary: "Offer pay-outs that nobody has to the trader whose turn it is",
  payload: z.object({}),
  schedule: { everyMs: 2_000 },
});

const reference = z.string().trim().min(1).max(200);
const one = z.object({ orderId: z.uuid() });
const why = z.string().trim().min(3).max(1_000);
const change = { fresh: true, limit: "money", output: PayOut } as const;
const changeErrors = [payOutUnknown, payOutState, ...postingErrors] as const;
/** Of the trader's answers some hold the number. */
const send = { ...change, access: sendPayOuts, sensitive: true } as const;
const sendErrors = [payOutUnknown, payOutState, payOutOfferOver] as const;

export const payOuts = {
  create: mutation({
    summary: "Ask for a payment to somebody",
    description:
      "Value and fee are held of the merchant's balance at once, and given back where nobody sends it.",
    access: createPayOuts,
    fresh: true,
    limit: "money",
    input: z.object({
      storeId: z.uuid(),
      reference: reference.describe("Once in a store, for ever."),
      money: Money,
      destination: PayOutDestination,
      metadata: OrderMetadata.default({}).refine(
        (value) => JSON.stringify(value).length <= 4_096,
        "must be at most 4,096 characters as JSON",
      ),
    }),
    output: PayOut,
    errors: [
      storeUnknown,
      storeNotTaking,
      referenceUsed,
      methodNotOffered,
      amountOutOfLimits,
      amountTooSmall,
      amountTooPrecise,
      requisiteMethodUnfit,
      requisiteBankUnknown,
      requisiteNumberUnfit,
      destinationRefused,
      rateMissing,
      rateStale,
      ...postingErrors,
    ],
    rest: { method: "POST", path: "/payments/pay-outs" },
  }),
  get: query({
    summary: "One pay-out",
    access: readPayOuts,
    sensitive: true,
    input: one,
    output: PayOut,
    errors: [payOutUnknown],
    rest: { method: "GET", path: "/payments/pay-outs/{orderId}" },
  }),
  list: query({
    summary: "Pay-outs, found and sorted",
    access: readPayOuts,
    sensitive: true,
    input: orderListInput(PayOutState),
    output: page(PayOut),
    errors: orderFilterErrors,
    rest: { method: "GET", path: "/payments/pay-outs" },
  }),
  export: query({
    summary: "The same as CSV, oldest first, to be gone on with from where it ended",
    description: exportDescription,
    access: readPayOuts,
    input: orderExportInput(PayOutState),
    output: OrderExport,
    errors: orderFilterErrors,
    rest: { method: "GET", path: "/payments/pay-outs.csv" },
  }),
  history: query({
    summary: "How a pay-out came to its state",
    access: readPayOuts,
    input: one,
    output: z.object({ items: z.array(OrderEvent) }),
    errors: [payOutUnknown],
    rest: { method: "GET", path: "/payments/pay-outs/{orderId}/history" },
  }),
  proofs: query({
    summary: "What shows that it was sent, with addresses to load it from for five minutes",
    access: readPayOuts,
    sensitive: true,
    input: one,
    output: z.object({ items: z.array(LinkedProof) }),
    errors: [payOutUnknown],
  }),
  watch: subscription({
    summary: "Pay-outs as they change",
    access: readPayOuts,
    sensitive: true,
    input: z.object({ lastEventId: z.string().max(100).nullish() }),
    output: PayOut,
  }),
  cancel: mutation({
    ...change,
    summary: "Cancel one that nobody has accepted yet",
    access: createPayOuts,
    input: one,
    errors: changeErrors,
    rest: { method: "POST", path: "/payments/pay-outs/{orderId}/cancel" },
  }),
  acceptProof: mutation({
    ...change,
    summary: "Say that the money came; it pays the trader",
    description: "Again it answers with what the first did. Without a word it counts as accepted.",
    access: createPayOuts,
    input: one,
    errors: changeErrors,
    rest: { method: "POST", path: "/payments/pay-outs/{orderId}/accept-proof" },
  }),
  disputeProof: mutation({
    ...change,
    summary: "Say that the proof does not show it, or that nothing came",
    access: createPayOuts,
    input: one.extend({ why }),
    errors: changeErrors,
    rest: { method: "POST", path: "/payments/pay-outs/{orderId}/dispute-proof" },
  }),
  accept: mutation({
    ...send,
    summary: "Take one that is offered; the answer has the whole number",
    description: "Again by the same trader it answers with what the first did.",
    input: one,
    errors: sendErrors,
  }),
  decline: mutation({
    ...send,
    summary: "Leave one to others, before anything was sent",
    input: one,
    errors: sendErrors,
  }),
  startSending: mutation({
    ...send,
    summary: "Say that it is being sent; from then on nobody else is asked",
    input: one,
    errors: sendErrors,
  }),
  giveProof: mutation({
    ...send,
    summary: "Show that it was sent",
    description:
      "A file of one's own that was uploaded for payments.proof. The same bytes again are answered as the first time.",
    input: one.extend({ fileId: z.uuid(), bankReference: BankReference }),
    errors: [...sendErrors, proofShownBefore, fileMissing, fileNotReady, fileUnfit, fileAttached],
  }),
  reportTrouble: mutation({
    ...send,
    summary: "Ask support: something went wrong while it was sent",
    input: one.extend({ why }),
    errors: sendErrors,
  }),
  resolve: mutation({
    ...change,
    summary: "Decide one that needs support: it was sent, or it was not",
    access: resolvePayOuts,
    input: one.extend({
      as: z.enum(["sent", "not_sent"]),
      again: z
        .boolean()
        .default(false)
        .describe("Of one that was not sent: look for another trader. Otherwise it fails."),
      why,
    }),
    errors: changeErrors,
    rest: { method: "POST", path: "/payments/pay-outs/{orderId}/resolve" },
  }),
  markReturned: mutation({
    ...change,
    summary: "Say that the bank returned a completed one; its money goes back",
    access: resolvePayOuts,
    input: one.extend({ why }),
    errors: changeErrors,
    rest: { method: "POST", path: "/payments/pay-outs/{orderId}/mark-returned" },
  }),
};
