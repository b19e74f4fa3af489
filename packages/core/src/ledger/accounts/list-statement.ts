import type { ledger } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { moneyOf } from "../../money.ts";
import { requireAccount } from "./account-scope.ts";
import { currencyOf } from "./currency-of.ts";
import { readStatement } from "./read-statement.ts";

export const listStatement: UseCase<typeof ledger.accounts.statement> = async (ctx, input) => {
  const account = await requireAccount(ctx, input.accountId);
  const currency = await currencyOf(ctx.reference, account.currency);
  const { rows, nextCursor } = await readStatement(ctx.db, account, {
    ...input,
    order: "newest first",
  });
  const items = rows.map(({ at, change, balanceAfter, ...row }) => ({
    ...row,
    at: at.toISOString(),
    change: moneyOf(change, currency),
    balanceAfter: balanceAfter === null ? null : moneyOf(balanceAfter, currency),
  }));
  return { items, nextCursor };
};
