import { type payments, readPayOuts } from "@mainstay/contracts";
import { payOuts } from "@mainstay/db";
import { and } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import {
  backOffice,
  type Column,
  everybody,
  insiders,
  leads,
  merchants,
  sumCell,
  timeCell,
} from "../orders/export-columns.ts";
import { type Digits, exportPage } from "../orders/export-page.ts";
import { filterOrders } from "../orders/order-filter.ts";
import type { PayOutRow } from "./pay-out-row.ts";
import { payOutScope } from "./pay-out-scope.ts";

type Line = PayOutRow & Digits;

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
  return exportPage(ctx, input, found, { reads: readPayOuts, columns, line: (row) => row });
};
