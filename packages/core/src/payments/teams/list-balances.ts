import {
  type payments,
  readTeamBalances,
  settlementCurrency,
  traderCollateral,
  traderEarnings,
  traderReceivable,
} from "@mainstay/contracts";
import { traders } from "@mainstay/db";
import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { accountId, readStandings } from "../../ledger/index.ts";
import { moneyOf } from "../../money.ts";
import { idOfCursor, pageOf } from "../../page.ts";
import { settlementOf } from "../settlement.ts";
import { traderView } from "../traders/trader-view.ts";
import { requireTeam } from "./require-team.ts";

const accounts = { collateral: traderCollateral, earnings: traderEarnings, owed: traderReceivable };

export const listBalances: UseCase<typeof payments.teams.balances> = async (ctx, input) => {
  const { id } = await requireTeam(ctx, input.teamId, readTeamBalances);
  const after = idOfCursor(input.cursor);
  const rows = await ctx.db
    .select()
    .from(traders)
    .where(and(eq(traders.teamId, id), after === null ? undefined : lt(traders.id, after)))
    .orderBy(desc(traders.id))
    .limit(input.limit + 1);
  const idOf = (account: keyof typeof accounts, traderId: string): string =>
    accountId(accounts[account].of(traderId, settlementCurrency));
  const ids = rows.flatMap((row) =>
    (["collateral", "earnings", "owed"] as const).map((account) => idOf(account, row.id)),
  );
  const theirs = sql`a.id = any(${sql.param(ids)}::uuid[])`;
  const standings = await readStandings(ctx.db, theirs, ids.length);
  const known = new Map(standings.map((standing) => [standing.id, standing]));
  const usdt = await settlementOf(ctx.reference);
  const now = ctx.clock.now();
  return pageOf(rows, input.limit, (row) => {
    // An account that was never used is not there yet.
    const on = (account: keyof typeof accounts, what: "balance" | "held" | "available") =>
      moneyOf(known.get(idOf(account, row.id))?.[what] ?? 0n, usdt);
    const { name, state, online } = traderView(row, now);
    return {
      traderId: row.id,
      traderName: name,
      state,
      online,
      collateral: {
        balance: on("collateral", "balance"),
        held: on("collateral", "held"),
        available: on("collateral", "available"),
      },
      earnings: on("earnings", "balance"),
      owed: on("owed", "balance"),
    };
  });
};
