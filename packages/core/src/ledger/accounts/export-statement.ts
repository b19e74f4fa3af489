import type { ledger } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { csvOf } from "../../csv.ts";
import { decimalOf } from "../../money.ts";
import { requireAccount } from "./account-scope.ts";
import { currencyOf } from "./currency-of.ts";
import { readStatement } from "./read-statement.ts";

const columns = [
  "id",
  "at",
  "version",
  "change",
  "balanceAfter",
  "currency",
  "kind",
  "ref",
  "counterpart",
  "reverses",
] as const;

export const exportStatement: UseCase<typeof ledger.accounts.exportStatement> = async (
  ctx,
  input,
) => {
  const account = await requireAccount(ctx, input.accountId);
  const { digits, code } = await currencyOf(ctx.reference, account.currency);
  const { rows, nextCursor } = await readStatement(ctx.db, account, {
    ...input,
    order: "oldest first",
  });
  const lines = rows.map((row) => [
    row.id,
    row.at.toISOString(),
    row.version,
    { decimal: decimalOf(row.change, digits) },
    row.balanceAfter === null ? null : { decimal: decimalOf(row.balanceAfter, digits) },
    code,
    row.kind,
    row.ref,
    row.counterpart,
    row.reverses,
  ]);
  const csv = csvOf(input.cursor ? lines : [columns, ...lines]);
  return { csv, rows: rows.length, nextCursor };
};
