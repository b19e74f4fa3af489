import type { ledger } from "@mainstay/contracts";
import type { Db } from "@mainstay/db";
import { sql } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { moneyOf } from "../../money.ts";
import { requireAccount } from "./account-scope.ts";
import { currencyOf } from "./currency-of.ts";
import type { Standing } from "./standing.ts";

export const getBalance: UseCase<typeof ledger.accounts.balance> = async (ctx, input) => {
  const standing = await requireAccount(ctx, input.accountId);
  const currency = await currencyOf(ctx.reference, standing.currency);
  const { accountId } = input;
  const now = ctx.clock.now();
  if (input.at === undefined || new Date(input.at) >= now) {
    return {
      accountId,
      at: now.toISOString(),
      balance: moneyOf(standing.balance, currency),
      held: moneyOf(standing.held, currency),
      available: moneyOf(standing.available, currency),
    };
  }
  // No books are older, and times of the first years are none to Postgres.
  const at = new Date(Math.max(Date.parse(input.at), 0));
  const balance = await balanceAt(ctx.db, standing, at);
  return {
    accountId,
    at: at.toISOString(),
    balance: moneyOf(balance, currency),
    held: null,
    available: null,
  };
};

/** After everything that was posted up to then. */
export async function balanceAt(db: Db, account: Standing, at: Date): Promise<bigint> {
  const moment = at.toISOString();
  const query =
    account.floor === null
      ? sql`select coalesce(sum(case t.debit_id when ${account.id} then t.amount else -t.amount end), 0) as debits
            from ledger_transfers t
            where ((t.debit_id = ${account.id} and t.debit_appends) or (t.credit_id = ${account.id} and t.credit_appends))
              and t.kind in ('posted', 'post') and t.at <= ${moment}`
      : sql`select e.balance_after as balance from ledger_entries e
            where e.account_id = ${account.id} and e.version = ledger_version_at(${account.id}, ${moment})`;
  const { rows } = await db.execute<{ debits?: string; balance?: string }>(query);
  const [row] = rows;
  if (row?.debits === undefined) return BigInt(row?.balance ?? 0);
  const debits = BigInt(row.debits);
  return account.side === "debit" ? debits : -debits;
}
