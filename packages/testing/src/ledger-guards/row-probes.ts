import { randomUUID } from "node:crypto";
import { type Books, type Probe, refused } from "./books.ts";
import { insertion, type LedgerTable, ledgerTables, requiredColumns, sample } from "./samples.ts";

export const keyRule = (table: LedgerTable): string => `a row of ${table} is there once`;
export const columnRule = (table: string, column: string): string =>
  `${table}.${column} is never empty`;

const isTwiceRefused = async ({ database }: Books, table: LedgerTable): Promise<void> => {
  const row = sample(table);
  await database.admin(insertion(table, row));
  // All that could be unique besides the key is another's.
  const again = table === "ledger_accounts" ? { ...row, owner_id: randomUUID() } : row;
  await refused("23505", database.admin(insertion(table, again)), "the same key again");
};

const isRefusedWithout = (
  { database }: Books,
  table: LedgerTable,
  column: string,
): Promise<void> => {
  const row = { ...sample(table), [column]: null };
  return refused("23502", database.admin(insertion(table, row)), `no ${column}`);
};

/** What each table demands of a row, whatever it is about. */
export const rowProbes: Readonly<Record<string, Probe>> = Object.fromEntries([
  ...ledgerTables
    // Whatever came to an account without a floor is a row of it, and two may be alike.
    .filter((table) => table !== "ledger_tails")
    .map((table) => [keyRule(table), (books: Books) => isTwiceRefused(books, table)]),
  ...ledgerTables.flatMap((table) =>
    requiredColumns(table).map((column) => [
      columnRule(table, column),
      (books: Books) => isRefusedWithout(books, table, column),
    ]),
  ),
]);
