import type { Column, SQL, Table } from "drizzle-orm";

/**
 * Where something lies sealed until somebody changes it. The outbox is not among these: a promise is kept
 * within days, and what it carries goes with it.
 */
export interface SealedColumn {
  /** `table.column`. */
  readonly name: string;
  readonly table: Table;
  /** The table's primary key. */
  readonly key: readonly Column[];
  readonly column: Column;
  /** The sealed text in the column; null where there is none. */
  readonly sealed: SQL;
  /** The column's value that holds such a text. */
  readonly holding: (sealed: string) => SQL;
  /** What the text is sealed for. */
  readonly purpose: SQL;
}
