import { z } from "zod";
import { Money } from "../money.ts";
import { CurrencyCode } from "../platform/reference.ts";
import { reason } from "../reason.ts";

export const payInStates = [
  "in_review",
  "matching",
  "assigned",
  "paid_claimed",
  "amount_review",
  "disputed",
  "late_review",
  "contested",
  "completed",
  "partial",
  "rejected",
  "no_trader",
  "cancelled",
  "expired",
  "reversed",
] as const;
export const PayInState = z.enum(payInStates).meta({ id: "PayInState" });
export type PayInState = z.output<typeof PayInState>;

/** Whatever the merchant wants to find with its order again. */
export const OrderMetadata = z.record(
  z.string().max(100),
  z.json().meta({ id: "OrderMetadataField" }),
);

/** A store's method, as reference data names it. */
export const MethodCode = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/)
  .meta({ examples: ["card"] });

export const PayIn = z
  .object({
    id: z.uuid(),
    merchantId: z.uuid().nullable().describe("For the merchant and the back office."),
    storeId: z.uuid().nullable().describe("For the merchant and the back office."),
    reference: z.string().describe("The merchant's own name for it."),
    sessionId: z
      .uuid()
      .nullable()
      .describe(
        "Of the payment session that it is a try of. For the merchant and the back office.",
      ),
    metadata: OrderMetadata.describe("Empty for all but the merchant and the back office."),
    state: PayInState,
    sequence: z.int().describe("Grows with each change of state."),
    method: MethodCode,
    bank: z.string().nullable(),
    money: Money.describe("What was asked for."),
    payable: Money.nullable().describe(
      "What the payer was asked to send: raised by a little where another order has the same sum.",
    ),
    received: Money.nullable().describe("What came, where it was not what was payable."),
    rate: z.string().describe("So much of the currency for one USDT, since it was made."),
    value: Money.describe("What the amount is worth in USDT."),
    fee: Money.nullable().describe(
      "Of that, what the merchant pays. For the merchant and the back office.",
    ),
    credited: Money.nullable().describe(
      "What the merchant was paid of it, once that is so: of one that came in part, less the fee in proportion. For the merchant and the back office.",
    ),
    requisite: z
      .object({
        method: MethodCode,
        bank: z.string().nullable(),
        number: z.string(),
        holder: z.string(),
      })
      .nullable()
      .describe("Where the payer sends to, its number masked."),
    traderId: z.uuid().nullable().describe("For the back office, the lead and the trader."),
    fraud: z
      .object({ score: z.int(), rules: z.array(z.string()) })
      .nullable()
      .describe("For the back office."),
    deadline: z.iso.datetime().nullable().describe("When the state ends by itself."),
    lateUntil: z.iso.datetime().nullable().describe("Until when late money is still taken."),
    createdAt: z.iso.datetime(),
    assignedAt: z.iso.datetime().nullable(),
    claimedAt: z.iso.datetime().nullable(),
    endedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "PayIn" });

export const OrderEvent = z
  .object({
    sequence: z.int(),
    event: z.string(),
    from: z.string().nullable(),
    to: z.string(),
    by: z.string(),
    why: z.string().nullable(),
    at: z.iso.datetime(),
  })
  .meta({ id: "OrderEvent" });

const aboutOrder = z.object({ orderId: z.string() });
export const payInUnknown = reason("payments.pay_in_unknown", {
  kind: "not_found",
  message: "There is no pay-in {orderId}.",
  details: aboutOrder,
});
export const payInState = reason("payments.pay_in_state", {
  kind: "conflict",
  message: "The pay-in {orderId} is {state}; {event} is not possible then.",
  details: aboutOrder.extend({ state: PayInState, event: z.string() }),
});
export const referenceUsed = reason("payments.reference_used", {
  kind: "conflict",
  message: "The store has an order with the reference {reference} already: {orderId}.",
  details: aboutOrder.extend({ reference: z.string() }),
});
export const sessionReferenceUsed = reason("payments.session_reference_used", {
  kind: "conflict",
  message: "The store has a payment session with the reference {reference} already: {sessionId}.",
  details: z.object({ sessionId: z.string(), reference: z.string() }),
});
export const methodNotOffered = reason("payments.method_not_offered", {
  kind: "precondition",
  message: "The store does not take {currency} by {method}; payments.terms.list says what it does.",
  details: z.object({ currency: CurrencyCode, method: MethodCode }),
});
export const amountOutOfLimits = reason("payments.amount_out_of_limits", {
  kind: "invalid",
  message: "The store takes from {least} to {most} {currency} by {method}.",
  details: z.object({
    least: z.string(),
    most: z.string(),
    currency: CurrencyCode,
    method: MethodCode,
  }),
});
export const amountTooSmall = reason("payments.amount_too_small", {
  kind: "invalid",
  message: "{amount} {currency} are worth less than the fee; ask for more.",
  details: z.object({ amount: z.string(), currency: CurrencyCode }),
});
export const storeNotTaking = reason("payments.store_not_taking", {
  kind: "precondition",
  message: "The store {storeId} is paused, or its merchant is suspended: it takes no new orders.",
  details: z.object({ storeId: z.string() }),
});
export const receivedUnfit = reason("payments.received_unfit", {
  kind: "invalid",
  message: "{amount} {currency} do not fit: {why}.",
  details: z.object({ amount: z.string(), currency: CurrencyCode, why: z.string() }),
});
export const lateOver = reason("payments.late_over", {
  kind: "precondition",
  message: "Late money for the pay-in {orderId} was taken until {until}.",
  details: aboutOrder.extend({ until: z.iso.datetime() }),
});
