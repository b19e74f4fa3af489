import { z } from "zod";
import { permission } from "../access.ts";
import { mutation, query, subscription } from "../define.ts";
import { amountTooLarge, amountTooPrecise, postingErrors } from "../ledger/posting.ts";
import { personal } from "../mark.ts";
import { Money } from "../money.ts";
import { fileAttached, fileMissing, fileNotReady, fileUnfit } from "../platform/files.ts";
import { rateMissing, rateStale } from "../platform/rates.ts";
import { currencyUnknown } from "../platform/reference.ts";
import { reason } from "../reason.ts";
import {
  amountOutOfLimits,
  amountTooSmall,
  methodNotOffered,
  MethodCode,
  OrderMetadata,
  referenceUsed,
  sessionReferenceUsed,
  storeNotTaking,
} from "./pay-in.ts";
import { BankReference, proofsFull } from "./proofs.ts";
import { requisiteBankUnknown } from "./requisites.ts";
import { storeUnknown } from "./stores.ts";

export const createPaymentSessions = permission("payments.sessions.create", {
  roles: ["merchant"],
  scopes: ["merchant"],
});

export const paymentSessionStates = [
  "choosing",
  "searching",
  "paying",
  "checking",
  "paid",
  "paid_in_part",
  "returned",
  "over",
] as const;
export const PaymentSessionState = z.enum(paymentSessionStates).meta({
  id: "PaymentSessionState",
  description:
    "`choosing` a way to pay; `searching` for somebody to receive it; `paying`: the payer sends; `checking` whether it came; the rest ends it.",
});
export type PaymentSessionState = z.output<typeof PaymentSessionState>;

const Names = z.object({ en: z.string(), ru: z.string() });

export const PaymentSession = z
  .object({
    id: z.uuid(),
    state: PaymentSessionState,
    sequence: z.int().describe("Grows with each change."),
    store: z.object({
      title: z.string(),
      logo: z.object({ url: z.string() }).nullable(),
      successUrl: z.string().nullable(),
      failureUrl: z.string().nullable(),
    }),
    money: Money.describe("What is to be paid."),
    language: z.enum(["en", "ru"]).nullable().describe("Null: as the browser says."),
    choices: z
      .array(
        z.object({
          method: MethodCode,
          names: Names,
          banks: z.array(z.object({ code: MethodCode, names: Names })),
        }),
      )
      .describe("What can be chosen now; without a bank, any of them."),
    ended: z
      .enum(["cancelled", "expired", "no_trader", "refused", "unpaid"])
      .nullable()
      .describe("How the last try ended that was not paid."),
    order: z
      .object({
        id: z.uuid(),
        method: MethodCode,
        payable: Money.nullable().describe(
          "The exact sum: it may be a little more than was asked for, so that it can be told apart.",
        ),
        received: Money.nullable().describe("What came, where it was another sum."),
        requisite: z
          .object({
            method: MethodCode,
            bank: z.string().nullable(),
            bankNames: Names.nullable(),
            number: z.string().describe("Whole."),
            holder: z.string(),
          })
          .nullable()
          .describe("Where to send it, while it is to be sent or looked for."),
        deadline: z.iso.datetime().nullable().describe("When the state ends by itself."),
        claimedAt: z.iso.datetime().nullable().describe("When the payer said that it is paid."),
        receipts: z.int().describe("How many were shown."),
      })
      .nullable()
      .describe("The last try."),
    triesLeft: z.int(),
    expiresAt: z.iso.datetime().describe("Until when a try may begin."),
    serverTime: z.iso.datetime().describe("Count from this, and not from the payer's clock."),
  })
  .meta({ id: "PaymentSession", description: "What a payer sees of a payment." });

export const paymentSessionState = reason("payments.payment_session_state", {
  kind: "conflict",
  message: "The payment is {state}; {event} is not possible then.",
  details: z.object({ state: PaymentSessionState, event: z.string() }),
});
export const paymentSessionUnknown = reason("payments.payment_session_unknown", {
  kind: "not_found",
  message: "There is no payment session {sessionId}.",
  details: z.object({ sessionId: z.string() }),
});
export const nothingOffered = reason("payments.nothing_offered", {
  kind: "precondition",
  message:
    "The store takes {amount} {currency} by no method; payments.terms.list says what it takes.",
  details: z.object({ amount: z.string(), currency: z.string() }),
});

const changed = { access: "payment_session", output: PaymentSession, sensitive: true } as const;

export const paymentSessions = {
  create: mutation({
    summary: "Begin a payment that the payer makes on the payment page",
    description:
      "Send the payer to the address. It carries a token that opens this payment and nothing else; it is told once.",
    access: createPaymentSessions,
    limit: "money",
    sensitive: true,
    input: z.object({
      storeId: z.uuid(),
      reference: z
        .string()
        .trim()
        .min(1)
        .max(200)
        .describe("Once in a store, for ever; that of its orders."),
      money: Money,
      payer: z
        .object({
          id: personal(
            z.string().trim().min(1).max(200).optional().describe("As you know the payer."),
          ),
        })
        .default({}),
      language: z.enum(["en", "ru"]).optional().describe("Without it, as the browser says."),
      metadata: OrderMetadata.default({}).refine(
        (value) => JSON.stringify(value).length <= 4_096,
        "must be at most 4,096 characters as JSON",
      ),
    }),
    output: z
      .object({ id: z.uuid(), url: z.string(), expiresAt: z.iso.datetime() })
      .meta({ id: "PaymentSessionMade" }),
    errors: [
      storeUnknown,
      storeNotTaking,
      referenceUsed,
      sessionReferenceUsed,
      nothingOffered,
      amountTooLarge,
      amountTooPrecise,
      currencyUnknown,
    ],
    rest: { method: "POST", path: "/payments/sessions" },
  }),
  end: mutation({
    summary: "Let no other try begin",
    description:
      "A try that is under way goes on; cancel its pay-in by payments.payIns.cancel. Ended again it answers the same.",
    access: createPaymentSessions,
    fresh: true,
    input: z.object({ sessionId: z.uuid() }),
    output: z
      .object({ id: z.uuid(), expiresAt: z.iso.datetime() })
      .meta({ id: "PaymentSessionEnded" }),
    errors: [paymentSessionUnknown],
    rest: { method: "POST", path: "/payments/sessions/{sessionId}/end" },
  }),
  get: query({
    summary: "The payment, as its payer sees it",
    access: "payment_session",
    sensitive: true,
    output: PaymentSession,
  }),
  watch: subscription({
    summary: "The payment, whenever it changes",
    access: "payment_session",
    input: z.object({ lastEventId: z.string().max(100).nullish() }),
    output: PaymentSession,
  }),
  choose: mutation({
    summary: "Choose how to pay; it begins a try",
    ...changed,
    input: z.object({
      method: MethodCode,
      bank: MethodCode.optional().describe("Only to this bank."),
    }),
    errors: [
      paymentSessionState,
      storeNotTaking,
      referenceUsed,
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
  }),
  markPaid: mutation({
    summary: "Say that the money is sent",
    ...changed,
    errors: [paymentSessionState],
  }),
  addReceipt: mutation({
    summary: "Show a receipt",
    description: "A file that was uploaded for payments.proof with the same token.",
    ...changed,
    input: z.object({ fileId: z.uuid(), bankReference: BankReference.optional() }),
    errors: [paymentSessionState, proofsFull, fileMissing, fileNotReady, fileUnfit, fileAttached],
  }),
  cancel: mutation({
    summary: "Give the try up, where nothing was sent; another can begin",
    ...changed,
    errors: [paymentSessionState, ...postingErrors],
  }),
};
