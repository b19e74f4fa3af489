import {
  amountWithoutCurrency,
  type OrderFilterReason,
  type OrderFilters,
  type Permission,
  type storeUnknown,
  type teamUnknown,
  type traderUnknown,
} from "@mainstay/contracts";
import type { payIns, payOuts } from "@mainstay/db";
import { and, asc, desc, eq, gt, gte, inArray, lt, lte, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Ctx } from "../../context.ts";
import { idOfCursor } from "../../page.ts";
import { minorOf } from "../amount.ts";
import { requireStore } from "../stores/require-store.ts";
import { requireTeam } from "../teams/require-team.ts";
import { requireTrader } from "../traders/require-trader.ts";
import { searched } from "./search-orders.ts";

type Asked = Pick<Ctx<OrderFilterReason>, "db" | "actor" | "fail" | "reference">;
interface Paged {
  readonly cursor?: string | null | undefined;
  readonly sort: "newest" | "oldest";
}

type Table = typeof payIns | typeof payOuts;

/** Of a store, a trader, a team; one that may not be asked for by `permission` is as good as none. */
export async function ordersOf(
  ctx: Pick<
    Ctx<typeof storeUnknown.reason | typeof traderUnknown.reason | typeof teamUnknown.reason>,
    "db" | "actor" | "fail"
  >,
  table: Table,
  permission: Permission,
  { storeId, traderId, teamId }: Pick<OrderFilters, "storeId" | "traderId" | "teamId">,
): Promise<SQL | undefined> {
  if (storeId !== undefined) await requireStore(ctx, storeId, permission);
  if (traderId !== undefined) await requireTrader(ctx, traderId, permission);
  if (teamId !== undefined) await requireTeam(ctx, teamId, permission);
  return and(is(table.storeId, storeId), is(table.traderId, traderId), is(table.teamId, teamId));
}

/** Which of the orders that an actor may see by `permission`; whose stores, traders and teams they may not ask for is unknown. */
export async function filterOrders(
  ctx: Asked,
  table: Table,
  permission: Permission,
  input: OrderFilters & Paged,
): Promise<{ readonly where: SQL | undefined; readonly order: SQL }> {
  const { id } = table;
  const after = idOfCursor(input.cursor);
  const newest = input.sort === "newest";
  const where = and(
    await ordersOf(ctx, table, permission, input),
    isState(table.state, input.state),
    is(table.method, input.method),
    is(table.currency, input.currency),
    is(table.reference, input.reference),
    input.from === undefined ? undefined : gte(table.createdAt, new Date(input.from)),
    input.until === undefined ? undefined : lt(table.createdAt, new Date(input.until)),
    ...(await between(ctx, table.amount, input)),
    input.search === undefined ? undefined : searched(ctx.actor, table, permission, input.search),
    after === null ? undefined : newest ? lt(id, after) : gt(id, after),
  );
  return { where, order: newest ? desc(id) : asc(id) };
}

const is = (column: PgColumn, value: string | undefined): SQL | undefined =>
  value === undefined ? undefined : eq(column, value);

const isState = (column: PgColumn, state: OrderFilters["state"]): SQL | undefined =>
  state === undefined
    ? undefined
    : inArray(column, typeof state === "string" ? [state] : [...state]);

async function between(
  ctx: Asked,
  column: PgColumn,
  { least, most, currency }: OrderFilters,
): Promise<readonly (SQL | undefined)[]> {
  if (least === undefined && most === undefined) return [];
  if (currency === undefined) return ctx.fail(amountWithoutCurrency());
  const minor = (amount: string) => minorOf(ctx, { amount, currency });
  return [
    least === undefined ? undefined : gte(column, await minor(least)),
    most === undefined ? undefined : lte(column, await minor(most)),
  ];
}
