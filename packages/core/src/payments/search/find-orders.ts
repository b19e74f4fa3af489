import { hitsMost, searchPayments } from "@mainstay/contracts";
import { payIns, payOuts } from "@mainstay/db";
import { desc, type SQL, sql } from "drizzle-orm";
import { minorUnits, moneyOf } from "../../money.ts";
import { searched } from "../orders/search-orders.ts";
import type { Hits, SearchCtx } from "./search.ts";

type PayInRow = typeof payIns.$inferSelect;
type PayOutRow = typeof payOuts.$inferSelect;

export async function findOrders(ctx: SearchCtx, text: string): Promise<Hits> {
  const sum = await sumOf(ctx, text);
  const found = (table: typeof payIns | typeof payOuts, ofSum: SQL): SQL =>
    searched(ctx.actor, table, searchPayments, text, sum ? [ofSum] : []);
  const { minor = 0n, currency = "" } = sum ?? {};
  const ins = await ctx.db
    .select()
    .from(payIns)
    .where(
      found(
        payIns,
        sql`(select o.id from ${payIns} o where o.payable = ${minor}::bigint and o.currency = ${currency} order by o.id desc limit ${hitsMost})`,
      ),
    )
    .orderBy(desc(payIns.id))
    .limit(hitsMost);
  const outs = await ctx.db
    .select()
    .from(payOuts)
    .where(
      found(
        payOuts,
        sql`(select o.id from ${payOuts} o where o.amount = ${minor}::bigint and o.currency = ${currency} order by o.id desc limit ${hitsMost})`,
      ),
    )
    .orderBy(desc(payOuts.id))
    .limit(hitsMost);
  return Promise.all([
    ...ins.map(async (row) => {
      const currency = await currencyOf(ctx, row);
      const payable = row.payable === null ? null : moneyOf(row.payable, currency);
      return { kind: "pay_in" as const, ...(await orderOf(ctx, row)), state: row.state, payable };
    }),
    ...outs.map(async (row) => ({
      kind: "pay_out" as const,
      ...(await orderOf(ctx, row)),
      state: row.state,
    })),
  ]);
}

async function orderOf(ctx: SearchCtx, row: PayInRow | PayOutRow) {
  const { id, merchantId, storeId, traderId, reference, amount, createdAt } = row;
  return {
    id,
    merchantId,
    storeId,
    traderId,
    reference,
    money: moneyOf(amount, await currencyOf(ctx, row)),
    createdAt: createdAt.toISOString(),
  };
}

async function currencyOf(
  { reference }: Pick<SearchCtx, "reference">,
  row: PayInRow | PayOutRow,
): Promise<{ readonly code: string; readonly digits: number }> {
  const known = await reference.currency(row.currency);
  if (!known) throw new Error(`the reference data lacks ${row.currency}`);
  return known;
}

const mostMinor = 2n ** 63n - 1n;

/** As support reads it out: `1500.07 RUB`, `1 500,07 rub`. */
async function sumOf(
  { reference }: Pick<SearchCtx, "reference">,
  text: string,
): Promise<{ readonly minor: bigint; readonly currency: string } | null> {
  const [, whole = "", part = "", code = ""] =
    /^(\d[\d\s]{0,29})(?:[.,](\d{1,18}))?\s*([A-Za-z][A-Za-z0-9]{1,11})$/.exec(text) ?? [];
  const known = code === "" ? undefined : await reference.currency(code.toUpperCase());
  if (!known) return null;
  const minor = minorUnits(`${whole.replace(/\s/g, "")}.${part}`, known.digits);
  return minor === null || minor > mostMinor ? null : { minor, currency: known.code };
}
