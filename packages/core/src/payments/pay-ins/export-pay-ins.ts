import { type payments, readPayIns } from "@mainstay/contracts";
import { payIns } from "@mainstay/db";
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
import type { PayInRow } from "./pay-in-row.ts";
import { type Parts, partsPaid } from "./pay-in-value.ts";
import { payInScope } from "./pay-in-scope.ts";

type Line = PayInRow &
  Digits & {
    /** Null until it is finished: then it is told what was agreed. */
    readonly paid: Parts | null;
  };

const columns: readonly Column<Line>[] = [
  { name: "id", sees: everybody, cell: (row) => row.id },
  { name: "merchantId", sees: backOffice, cell: (row) => row.merchantId },
  { name: "storeId", sees: merchants, cell: (row) => row.storeId },
  { name: "reference", sees: everybody, cell: (row) => row.reference },
  { name: "payerId", sees: merchants, cell: (row) => row.payerId },
  { name: "teamId", sees: leads, cell: (row) => row.teamId },
  { name: "traderId", sees: insiders, cell: (row) => row.traderId },
  { name: "state", sees: everybody, cell: (row) => row.state },
  { name: "method", sees: everybody, cell: (row) => row.method },
  { name: "bank", sees: everybody, cell: (row) => row.shown?.bank ?? row.bank },
  { name: "requisite", sees: everybody, cell: (row) => row.shown?.number ?? null },
  { name: "currency", sees: everybody, cell: (row) => row.currency },
  { name: "amount", sees: everybody, cell: (row) => sumCell(row.amount, row.digits) },
  { name: "payable", sees: everybody, cell: (row) => sumCell(row.payable, row.digits) },
  { name: "received", sees: everybody, cell: (row) => sumCell(row.received, row.digits) },
  { name: "rate", sees: everybody, cell: (row) => ({ decimal: row.rate }) },
  { name: "valueUsdt", sees: everybody, cell: (row) => sumCell(row.value, row.settled) },
  { name: "feeUsdt", sees: merchants, cell: (row) => sumCell(feeOf(row), row.settled) },
  {
    name: "creditedUsdt",
    sees: merchants,
    cell: (row) => sumCell(row.paid?.merchant ?? null, row.settled),
  },
  {
    name: "traderFeeUsdt",
    sees: insiders,
    cell: (row) => sumCell(row.paid?.trader ?? row.traderFee, row.settled),
  },
  {
    name: "commissionUsdt",
    sees: leads,
    cell: (row) => sumCell(row.paid?.team ?? row.commission, row.settled),
  },
  { name: "fraudScore", sees: backOffice, cell: (row) => row.fraudScore },
  { name: "fraudRules", sees: backOffice, cell: (row) => row.fraudRules.join(" ") },
  { name: "createdAt", sees: everybody, cell: (row) => timeCell(row.createdAt) },
  { name: "assignedAt", sees: everybody, cell: (row) => timeCell(row.assignedAt) },
  { name: "claimedAt", sees: everybody, cell: (row) => timeCell(row.claimedAt) },
  { name: "endedAt", sees: everybody, cell: (row) => timeCell(row.endedAt) },
  { name: "metadata", sees: merchants, cell: (row) => JSON.stringify(row.metadata) },
];

/** Of one that came in part, in proportion. */
const feeOf = ({ paid, merchantFee }: Line): bigint =>
  paid ? paid.trader + paid.team + paid.platform : merchantFee;

export const exportPayIns: UseCase<typeof payments.payIns.export> = async (ctx, input) => {
  const { where, order } = await filterOrders(ctx, payIns, readPayIns, input);
  const found = await ctx.db
    .select()
    .from(payIns)
    .where(and(payInScope(ctx.actor), where))
    .orderBy(order)
    .limit(input.limit + 1);
  return exportPage(ctx, input, found, {
    reads: readPayIns,
    columns,
    line: async (row) => ({ ...row, paid: await partsPaid(ctx.reference, row) }),
  });
};
