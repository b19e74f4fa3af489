import {
  createPayOuts,
  type PayOut,
  type PayOutState,
  readPayOuts,
  settlementCurrency,
} from "@mainstay/contracts";
import type { z } from "zod";
import type { Actor } from "../../actor.ts";
import type { Ctx } from "../../context.ts";
import { moneyOf } from "../../money.ts";
import type { ReferenceReader } from "../../platform/index.ts";
import { sidesOf } from "../orders/export-columns.ts";
import { digitsOf } from "../orders/value-of.ts";
import type { PayOutRow } from "./pay-out-row.ts";

/** What a destination's number is sealed for. */
export const destinationPurpose = "pay_outs.number";

/** In these the trader has not said yet that he sends it. */
const notAccepted: ReadonlySet<PayOutState> = new Set(["matching", "offered", "cancelled"]);

/**
 * As the columns of the export: a merchant does not learn who the trader is, trader and lead not whose pay-out it
 * is and what it cost, and the trader where to send only once he has accepted.
 */
export async function payOutView(
  ctx: Pick<Ctx, "reference" | "actor" | "sealer">,
  row: PayOutRow,
): Promise<z.input<typeof PayOut>> {
  const who = seenBy(ctx.actor, row);
  const { destination, ...view } = await merchantPayOut(ctx.reference, row);
  const digits = await digitsOf(ctx.reference, settlementCurrency);
  return {
    ...view,
    ...(who.merchant ? {} : hidden),
    worth: who.insider ? moneyOf(row.worth, { code: settlementCurrency, digits }) : null,
    destination: {
      ...destination,
      number: who.sender ? ctx.sealer.open(destinationPurpose, row.numberSealed) : row.numberMasked,
      holder: who.merchant || who.sender ? row.holder : null,
    },
    traderId: who.insider ? row.traderId : null,
  };
}

/** What is between the merchant and us, and may say who its payees are. */
const hidden = { merchantId: null, storeId: null, metadata: null, value: null, fee: null };

/** As its merchant sees it, and is told of it. */
export async function merchantPayOut(
  reference: ReferenceReader,
  row: PayOutRow,
): Promise<z.input<typeof PayOut>> {
  const { currency } = row;
  const digits = await digitsOf(reference, currency);
  const inUsdt = await digitsOf(reference, settlementCurrency);
  const settled = (minor: bigint) => moneyOf(minor, { code: settlementCurrency, digits: inUsdt });
  const time = (at: Date | null) => at?.toISOString() ?? null;
  return {
    id: row.id,
    merchantId: row.merchantId,
    storeId: row.storeId,
    reference: row.reference,
    metadata: row.metadata as z.input<typeof PayOut>["metadata"],
    state: row.state,
    sequence: row.version,
    money: moneyOf(row.amount, { code: currency, digits }),
    rate: row.rate,
    value: settled(row.value),
    fee: settled(row.merchantFee),
    worth: null,
    destination: {
      method: row.method,
      bank: row.bank,
      number: row.numberMasked,
      holder: row.holder,
    },
    traderId: null,
    deadline: time(row.deadline),
    createdAt: row.createdAt.toISOString(),
    acceptedAt: time(row.acceptedAt),
    provedAt: time(row.provedAt),
    endedAt: time(row.endedAt),
  };
}

function seenBy(actor: Actor, row: PayOutRow) {
  const sides = sidesOf(actor, readPayOuts, row);
  const backOffice = sides.includes("support");
  // Who makes orders for a merchant, and need not read them, is answered with them.
  const makes = actor.may(createPayOuts, { kind: "merchant", id: row.merchantId });
  const trader = sides.includes("trader");
  return {
    merchant: backOffice || sides.includes("merchant") || makes,
    insider: backOffice || trader || sides.includes("lead"),
    // Nobody who looks at another's account is shown where money goes.
    sender: trader && actor.realActor === null && !notAccepted.has(row.state),
  };
}
