import { type payments, readPayOuts, settlementCurrency } from "@mainstay/contracts";
import { payOuts } from "@mainstay/db";
import { and } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { pageOf } from "../../page.ts";
import {
  type Column,
  everybody,
  ordersAsCsv,
  type Side,
  sumCell,
  timeCell,
} from "../orders/export-columns.ts";
import { filterOrders } from "../orders/order-filter.ts";
import { digitsOf } from "../orders/value-of.ts";
import type { PayOutRow } from "./pay-out-row.ts";
import { payOutScope } from "./pay-out-scope.ts";

/** With the digits of its currency and of the one that it is settled in. */
type Line = PayOutRow & { readonly digits: number; readonly settled: number };

const merchants: readonly Side[] = ["merchant", "support"];
const insiders: readonly Side[] = ["trader", "lead", "support"];
const leads: readonly Side[] = ["lead", "support"];
const backOffice: readonly Side[] = ["support"];

const columns: readonly Column<Line>[] = [
  { name: "id", sees: everybody, cell: (row) => row.id },
  { name: "merchantId", sees: backOffice, cell: (row) => row.merchantId },
  { name: "storeId", sees: merchants, cell: (row) => row.storeId },
  { name: "reference", sees: everybody, cell: (row) => row.reference },
  { name: "teamId", sees: leads, cell: (row) => row.teamId },
  { name: "traderId", sees: insiders, cell: (row) => row.traderId },
  { name: "state", sees: everybody, cell: (row) => row.state },
  { name: "method", sees: everybody, cell: (row) => row.method },
  { name: "bank", sees: everybody, cell: (row) => row.bank },
  { name: "number", sees: everybody, cell: (row) => row.numberMasked },
  { name: "holder", sees: merchants, cell: (row) => row.holder },
  { name: "currency", sees: everybody, cell: (row) => row.currency },
  { name: "amount", sees: everybody, cell: (row) => sumCell(row.amount, row.digits) },
  { name: "rate", sees: everybody, cell: (row) => ({ decimal: row.rate }) },
  { name: "valueUsdt", sees: merchants, cell: (row) => sumCell(row.value, row.settled) },
  { name: "feeUsdt", sees: merchants, cell: (row) => sumCell(row.merchantFee, row.settled) },
  { name: "worthUsdt", sees: insiders, cell: (row) => sumCell(row.worth, row.settled) },
  { name: "traderFeeUsdt", sees: insiders, cell: (row) => sumCell(row.traderFee, row.settled) },
  { name: "commissionUsdt", sees: leads, cell: (row) => sumCell(row.commission, row.settled) },
  { name: "createdAt", sees: everybody, cell: (row) => timeCell(row.createdAt) },
  { name: "acceptedAt", sees: everybody, cell: (row) => timeCell(row.acceptedAt) },
  { name: "provedAt", sees: everybody, cell: (row) => timeCell(row.provedAt) },
  { name: "endedAt", sees: everybody, cell: (row) => timeCell(row.endedAt) },
  { name: "metadata", sees: merchants, cell: (row) => JSON.stringify(row.metadata) },
];

export const exportPayOuts: UseCase<typeof payments.payOuts.export> = async (ctx, input) => {
  const { where, order } = await filterOrders(ctx, payOuts, readPayOuts, input);
  const found = await ctx.db
    .select()
    .from(payOuts)
    .where(and(payOutScope(ctx.actor), where))
    .orderBy(order)
    .limit(input.limit + 1);
  const settled = await digitsOf(ctx.reference, settlementCurrency);
  const { items, nextCursor } = pageOf(found, input.limit, async (row) => ({
    ...row,
    settled,
    digits: await digitsOf(ctx.reference, row.currency),
  }));
  const rows = await Promise.all(items);
  const header = !input.cursor;
  const csv = ordersAsCsv(ctx.actor, readPayOuts, columns, rows, { header });
  return { csv, rows: rows.length, nextCursor };
};
