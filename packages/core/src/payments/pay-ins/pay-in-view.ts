import { createPayIns, type PayIn, readPayIns, settlementCurrency } from "@mainstay/contracts";
import type { z } from "zod";
import type { Actor } from "../../actor.ts";
import { moneyOf } from "../../money.ts";
import type { ReferenceReader } from "../../platform/index.ts";
import type { PayInRow } from "./pay-in-row.ts";
import { partsPaid } from "./pay-in-value.ts";
import { sidesOf } from "../orders/export-columns.ts";
import { digitsOf } from "../orders/value-of.ts";

/**
 * As the columns of the export: a merchant does not learn who the trader is, trader and lead not whose payment it
 * is and what it cost, and only the back office what the fraud rules said.
 */
export async function payInView(
  ctx: { readonly reference: ReferenceReader; readonly actor: Actor },
  row: PayInRow,
): Promise<z.input<typeof PayIn>> {
  const sides = sidesOf(ctx.actor, readPayIns, row);
  const backOffice = sides.includes("support");
  const insider = backOffice || sides.includes("trader") || sides.includes("lead");
  const view = await merchantPayIn(ctx.reference, row);
  // Who makes orders for a merchant, and need not read them, is answered with them.
  const makes = ctx.actor.may(createPayIns, { kind: "merchant", id: row.merchantId });
  const merchants = backOffice || sides.includes("merchant") || makes;
  return {
    ...view,
    ...(merchants ? {} : hidden),
    traderId: insider ? row.traderId : null,
    fraud: backOffice ? { score: row.fraudScore, rules: [...row.fraudRules] } : null,
  };
}

/** What is between the merchant and us, and may say who its payers are. */
const hidden = {
  merchantId: null,
  storeId: null,
  sessionId: null,
  metadata: {},
  fee: null,
  credited: null,
};

/** As its merchant sees it, and is told of it. */
export async function merchantPayIn(
  reference: ReferenceReader,
  row: PayInRow,
): Promise<z.input<typeof PayIn>> {
  const { currency } = row;
  const digits = await digitsOf(reference, currency);
  const inUsdt = await digitsOf(reference, settlementCurrency);
  const asked = (minor: bigint) => moneyOf(minor, { code: currency, digits });
  const settled = (minor: bigint) => moneyOf(minor, { code: settlementCurrency, digits: inUsdt });
  const paid = await partsPaid(reference, row);
  const time = (at: Date | null) => at?.toISOString() ?? null;
  return {
    id: row.id,
    merchantId: row.merchantId,
    storeId: row.storeId,
    reference: row.reference,
    sessionId: row.sessionId,
    metadata: row.metadata as z.input<typeof PayIn>["metadata"],
    state: row.state,
    sequence: row.version,
    method: row.method,
    bank: row.bank,
    money: asked(row.amount),
    payable: row.payable === null ? null : asked(row.payable),
    received: row.received === null ? null : asked(row.received),
    rate: row.rate,
    value: settled(row.value),
    fee: settled(row.merchantFee),
    credited: paid && settled(paid.merchant),
    requisite: row.shown,
    traderId: null,
    fraud: null,
    deadline: time(row.deadline),
    lateUntil: time(row.lateUntil),
    createdAt: row.createdAt.toISOString(),
    assignedAt: time(row.assignedAt),
    claimedAt: time(row.claimedAt),
    endedAt: time(row.endedAt),
  };
}
