import { z } from "zod";
import { permission } from "../access.ts";
import { mutation } from "../define.ts";
import { journalKind } from "../ledger/chart.ts";
import { externalAccount } from "../ledger/platform-accounts.ts";
import { amountTooPrecise, postingErrors } from "../ledger/posting.ts";
import { Money } from "../money.ts";
import {
  fileAttached,
  fileMissing,
  fileNotReady,
  fileTooMany,
  fileUnfit,
} from "../platform/files.ts";
import { rateSameCurrency } from "../platform/rates.ts";
import { CurrencyCode, currencyUnknown } from "../platform/reference.ts";
import { reason } from "../reason.ts";
import { traderCollateral } from "./accounts.ts";
import { methodUnfit, methodUnknown } from "./methods.ts";
import { lateOver, MethodCode, PayIn, payInState, payInUnknown, receivedUnfit } from "./pay-in.ts";
import {
  PayOut,
  payOutOfferOver,
  payOutState,
  payOutUnknown,
  proofShownBefore,
} from "./pay-out.ts";
import { BankReference } from "./proofs.ts";
import { requisiteMethodUnfit } from "./requisites.ts";
import { storeUnknown } from "./stores.ts";
import { StoreTerms } from "./terms.ts";

/** For trying out what others do with a merchant's own orders; in production nobody has anything of it. */
export const useSandbox = permission("payments.sandbox.use", {
  roles: ["merchant"],
  scopes: ["merchant"],
});

export const sandboxOnly = reason("payments.sandbox_only", {
  kind: "precondition",
  message:
    "This is production, where traders and payers are people: nobody plays their part. Call the sandbox's address with a key of the sandbox.",
});

export const sandboxTermsUnfit = reason("payments.sandbox_terms_unfit", {
  kind: "precondition",
  message:
    "The store {storeId} has no terms for this, and those of the sandbox, {fee} percent, do not pay for every trader here. Ask support to agree on terms.",
  details: z.object({ storeId: z.string(), fee: z.string() }),
});

/** Of nobody's money: there is none of it in production. */
export const sandboxSupplied = journalKind("payments.sandbox_supplied", {
  when: "a merchant tried out the sandbox, and its trader there was given collateral",
  legs: [
    {
      debit: externalAccount,
      credit: traderCollateral,
      amount: "what is missing to a million",
    },
  ],
});
export const sandboxJournals = [sandboxSupplied];

const why = z
  .string()
  .trim()
  .min(3)
  .max(1_000)
  .default("played in the sandbox")
  .describe("What support or the trader says.");
const orderId = z.uuid();
const played = <const E extends string>(event: E) => z.object({ orderId, event: z.literal(event) });
const received = Money.describe("What came.");

const playPayIn = z.discriminatedUnion("event", [
  played("payer_claims"),
  played("trader_confirms"),
  played("trader_reports").extend({ received }),
  played("trader_denies").extend({ why }),
  played("money_found").extend({ received }),
  played("time_passes"),
  played("support_accepts"),
  played("support_rejects").extend({ why }),
  played("support_resolves").extend({
    as: z.enum(["full", "part", "unpaid"]),
    received: received.optional(),
    why,
  }),
]);
const playPayOut = z.discriminatedUnion("event", [
  played("trader_accepts"),
  played("trader_starts"),
  played("trader_proves").extend({ bankReference: BankReference }),
  played("trader_declines"),
  played("trader_in_trouble").extend({ why }),
  played("time_passes"),
  played("support_resolves").extend({
    as: z.enum(["sent", "not_sent"]),
    again: z.boolean().default(false),
    why,
  }),
  played("bank_returns").extend({ why }),
]);

const change = { access: useSandbox, fresh: true, limit: "money" } as const;

export const sandbox = {
  supply: mutation({
    ...change,
    summary: "Make what an order needs to be served in the sandbox",
    description:
      "A trader who is always there and serves your stores alone, a requisite, collateral; terms and a rate where there are none. Again it makes what is missing, and fills the collateral up.",
    input: z.object({ storeId: z.uuid(), currency: CurrencyCode, method: MethodCode }),
    output: z.object({
      team: z.object({ id: z.uuid(), name: z.string() }),
      trader: z.object({ id: z.uuid(), name: z.string(), collateral: Money }),
      requisite: z.object({ id: z.uuid(), number: z.string().describe("Its end."), max: Money }),
      terms: z.array(StoreTerms).describe("What the store takes and pays of this."),
      rate: z.string().describe("So much of the currency for one USDT."),
      made: z
        .array(z.enum(["team", "trader", "place", "requisite", "terms", "rate", "collateral"]))
        .describe(
          "What was not there before, or not enough; `place` is where the store has chosen who serves it.",
        ),
    }),
    errors: [
      sandboxOnly,
      sandboxTermsUnfit,
      storeUnknown,
      currencyUnknown,
      methodUnknown,
      methodUnfit,
      requisiteMethodUnfit,
      rateSameCurrency,
    ],
    rest: { method: "POST", path: "/payments/sandbox/supply" },
  }),
  playPayIn: mutation({
    ...change,
    summary: "Play what the payer, the trader, support or the time does to a pay-in of yours",
    description:
      "It goes the way that theirs goes, refusals included. `time_passes` ends the state as if its deadline were over.",
    input: playPayIn,
    output: PayIn,
    errors: [
      sandboxOnly,
      payInUnknown,
      payInState,
      lateOver,
      receivedUnfit,
      currencyUnknown,
      amountTooPrecise,
      ...postingErrors,
    ],
    rest: { method: "POST", path: "/payments/sandbox/play-pay-in" },
  }),
  playPayOut: mutation({
    ...change,
    summary: "Play what the trader, support, the bank or the time does to a pay-out of yours",
    description:
      "It goes the way that theirs goes, refusals included. The proof's file is made by itself.",
    input: playPayOut,
    output: PayOut,
    errors: [
      sandboxOnly,
      payOutUnknown,
      payOutState,
      payOutOfferOver,
      proofShownBefore,
      fileMissing,
      fileNotReady,
      fileUnfit,
      fileAttached,
      fileTooMany,
      ...postingErrors,
    ],
    rest: { method: "POST", path: "/payments/sandbox/play-pay-out" },
  }),
};
