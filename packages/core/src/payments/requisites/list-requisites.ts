import { type payments, readRequisites } from "@mainstay/contracts";
import { requisites, traders } from "@mainstay/db";
import { and, desc, eq, getTableColumns, inArray, lt, ne } from "drizzle-orm";
import type { Ctx, UseCase } from "../../context.ts";
import { idOfCursor, pageOf } from "../../page.ts";
import { traderScope } from "../traders/trader-scope.ts";
import { hashNumber, isNumberKind, normaliseNumber } from "./number.ts";
import { requisiteView } from "./requisite-view.ts";

export const listRequisites: UseCase<typeof payments.requisites.list> = async (
  ctx,
  { cursor, limit, traderId, state, method, currency, number },
) => {
  const after = idOfCursor(cursor);
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
async function isNumber(ctx: Pick<Ctx, "reference" | "sealer">, text: string) {
  const { paymentMethods } = await ctx.reference.all();
  const hashes = paymentMethods.flatMap(({ code, kind }) => {
    const number = isNumberKind(kind) ? normaliseNumber(kind, text) : null;
    return number === null ? [] : [hashNumber(ctx.sealer, code, number)];
  });
  return and(inArray(requisites.numberHash, hashes), ne(requisites.state, "archived"));
}
