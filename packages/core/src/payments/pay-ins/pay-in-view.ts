import { type PayIn, readPayIns, settlementCurrency } from "@mainstay/contracts";
import type { z } from "zod";
import type { Actor } from "../../actor.ts";
import { moneyOf } from "../../money.ts";
import type { ReferenceReader } from "../../platform/index.ts";
import type { PayInRow } from "./pay-in-row.ts";
import { digitsOf } from "../orders/value-of.ts";

/** A merchant does not learn who the trader is, and only the back office what the fraud rules said. */
export async function payInView(
  ctx: { readonly reference: ReferenceReader; readonly actor: Actor },
  row: PayInRow,
): Promise<z.input<typeof PayIn>> {
  const backOffice = ctx.actor.scopesOf(readPayIns) === "everywhere";
  const insider =
    backOffice ||
    (row.traderId !== null && ctx.actor.may(readPayIns, { kind: "trader", id: row.traderId })) ||
    (row.teamId !== null && ctx.actor.may(readPayIns, { kind: "team", id: row.teamId }));
  const view = await merchantPayIn(ctx.reference, row);
  return {
    ...view,
    // It is between the merchant and us, and may say who its payers are.
    metadata: insider && !backOffice ? {} : view.metadata,
    traderId: insider ? row.traderId : null,
    fraud: backOffice ? { score: row.fraudScore, rules: [...row.fraudRules] } : null,
  };
}

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
  const time = (at: Date | null) => at?.toISOString() ?? null;
  return {
    id: row.id,
    merchantId: row.merchantId,
    storeId: row.storeId,
    reference: row.reference,
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
