import { type payments, readRequisites } from "@mainstay/contracts";
import { requisites, traders } from "@mainstay/db";
import { and, desc, eq, getTableColumns, inArray, lt, ne } from "drizzle-orm";
import type { Ctx, UseCase } from "../../context.ts";
import { idOfCursor, pageOf } from "../../page.ts";
import { requireTrader } from "../traders/require-trader.ts";
import { traderScope } from "../traders/trader-scope.ts";
import { hashesOfNumber } from "./hashes-of-number.ts";
import { normaliseNumber, numberKinds } from "./number.ts";
import { requisiteView } from "./requisite-view.ts";

export const listRequisites: UseCase<typeof payments.requisites.list> = async (
  ctx,
  { cursor, limit, traderId, state, method, currency, number },
) => {
  const after = idOfCursor(cursor);
  if (traderId !== undefined) await requireTrader(ctx, traderId, readRequisites);
  const rows = await ctx.db
    .select(getTableColumns(requisites))
    .from(requisites)
    .innerJoin(traders, eq(traders.id, requisites.traderId))
    .where(
      and(
        traderScope(ctx.actor, readRequisites),
        traderId === undefined ? undefined : eq(requisites.traderId, traderId),
        state && eq(requisites.state, state),
        method === undefined ? undefined : eq(requisites.method, method),
        currency === undefined ? undefined : eq(requisites.currency, currency),
        number === undefined ? undefined : await isNumber(ctx, number),
        after === null ? undefined : lt(requisites.id, after),
      ),
    )
    .orderBy(desc(requisites.id))
    .limit(limit + 1);
  const { items, nextCursor } = pageOf(rows, limit, (row) => requisiteView(ctx, row));
  return { items: await Promise.all(items), nextCursor };
};

/** The index of fingerprints has those that are not archived. */
async function isNumber(ctx: Pick<Ctx, "db" | "sealer">, text: string) {
  const hashes = await Promise.all(
    numberKinds.map(async (kind) => {
      const number = normaliseNumber(kind, text);
      return number === null ? [] : hashesOfNumber(ctx, kind, number);
    }),
  );
  return and(inArray(requisites.numberHash, hashes.flat()), ne(requisites.state, "archived"));
}
