import { type Permission, settlementCurrency } from "@mainstay/contracts";
import type { Ctx } from "../../context.ts";
import { pageOf } from "../../page.ts";
import { type Column, ordersAsCsv, type Owned } from "./export-columns.ts";
import { digitsOf } from "./value-of.ts";

/** Of an order's currency, and of the one that it is settled in. */
export interface Digits {
  readonly digits: number;
  readonly settled: number;
}

/** `found` holds one order more than the page, where there is one; only the first page names the columns. */
export async function exportPage<R extends Owned & { id: string; currency: string }, L extends R>(
  ctx: Pick<Ctx<never>, "actor" | "reference">,
  input: { readonly cursor?: string | null | undefined; readonly limit: number },
  found: readonly R[],
  as: {
    readonly reads: Permission;
    readonly columns: readonly Column<L>[];
    line(row: R & Digits): L | Promise<L>;
  },
): Promise<{ csv: string; rows: number; nextCursor: string | null }> {
  const settled = await digitsOf(ctx.reference, settlementCurrency);
  const { items, nextCursor } = pageOf(found, input.limit, async (row) =>
    as.line({ ...row, settled, digits: await digitsOf(ctx.reference, row.currency) }),
  );
  const rows = await Promise.all(items);
  const header = !input.cursor;
  const csv = ordersAsCsv(ctx.actor, as.reads, as.columns, rows, { header });
  return { csv, rows: rows.length, nextCursor };
}
