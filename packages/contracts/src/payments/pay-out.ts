import { z } from "zod";
import { personal } from "../mark.ts";
import { Money } from "../money.ts";
import { reason } from "../reason.ts";
import { ShownName } from "./merchants.ts";
import { MethodCode, OrderMetadata } from "./pay-in.ts";

export const payOutStates = [
  "matching",
  "offered",
  "accepted",
  "sending",
  "proof_uploaded",
  "needs_support",
  "completed",
  "failed",
  "cancelled",
  "returned",
] as const;
export const PayOutState = z.enum(payOutStates).meta({ id: "PayOutState" });
export type PayOutState = z.output<typeof PayOutState>;

/** Where a pay-out goes to, as the merchant says it. */
export const PayOutDestination = z.object({
  method: MethodCode,
  bank: MethodCode.optional().meta({ examples: ["sber"] }),
  number: personal(
    z
      .string()
      .min(1)
      .max(64)
      .meta({
        description: "Of a card, a phone or an account; spaces and dashes do not count.",
        examples: ["4111 1111 1111 1111"],
      }),
  ),
  holder: personal(ShownName.meta({ examples: ["IVAN PETROV"] })),
});

export const PayOut = z
  .object({
    id: z.uuid(),
    merchantId: z.uuid().nullable().describe("For the merchant and the back office."),
    storeId: z.uuid().nullable().describe("For the merchant and the back office."),
    reference: z.string().describe("The merchant's own name for it."),
    metadata: OrderMetadata.nullable().describe("For the merchant and the back office."),
    state: PayOutState,
    sequence: z.int().describe("Grows with each change of state."),
    money: Money.describe("What is sent."),
    rate: z.string().describe("So much of the currency for one USDT, since it was made."),
    value: Money.nullable().describe(
      "What the amount is worth in USDT, rounded up. For the merchant and the back office.",
    ),
    fee: Money.nullable().describe(
      "What the merchant pays besides. For the merchant and the back office.",
    ),
    worth: Money.nullable().describe(
      "What the trader gets back for it, rounded down. For the back office, the lead and the trader.",
    ),
    destination: z.object({
      method: MethodCode,
      bank: z.string().nullable(),
      number: z
        .string()
        .describe("Whole for the trader who has accepted it, and masked for all others."),
      holder: z.string().nullable().describe("Null for the trader until he has accepted it."),
    }),
    traderId: z.uuid().nullable().describe("For the back office, the lead and the trader."),
    deadline: z.iso.datetime().nullable().describe("When the state ends by itself."),
    createdAt: z.iso.datetime(),
    acceptedAt: z.iso.datetime().nullable(),
    provedAt: z.iso.datetime().nullable(),
    endedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "PayOut" });

const aboutOrder = z.object({ orderId: z.string() });
export const payOutUnknown = reason("payments.pay_out_unknown", {
  kind: "not_found",
  message: "There is no pay-out {orderId}.",
  details: aboutOrder,
});
export const payOutState = reason("payments.pay_out_state", {
  kind: "conflict",
  message: "The pay-out {orderId} is {state}; {event} is not possible then.",
  details: aboutOrder.extend({ state: PayOutState, event: z.string() }),
});
export const payOutOfferOver = reason("payments.pay_out_offer_over", {
  kind: "conflict",
  message: "The pay-out {orderId} was offered to you, and is yours no more. Send nothing for it.",
  details: aboutOrder,
});
export const proofShownBefore = reason("payments.proof_shown_before", {
  kind: "conflict",
  message:
    "The same file was shown for the pay-out {orderId} before it was yours. Show the receipt of your own payment.",
  details: aboutOrder,
});
export const destinationRefused = reason("payments.destination_refused", {
  kind: "precondition",
  message: "Nothing is sent to this number; take another one, or ask support.",
});
