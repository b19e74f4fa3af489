import type { Db } from "@mainstay/db";
import { sql, type SQL } from "drizzle-orm";
import type { Sealer } from "../../ports.ts";
import type { SealedColumn } from "./sealed-column.ts";

export interface Resealed {
  readonly resealed: number;
  /** What no key opens, by the row's key: it is left as it is. */
  readonly unopened: readonly string[];
}

const batch = 200;
/** `v1.<key id>.…` */
const keyIdOf = (sealed: SQL): SQL => sql`split_part(${sealed}, '.', 2)`;

/**
 * Seals anew whatever was not sealed with today's key. Safe beside running processes: a row that somebody
 * changes meanwhile stays as they left it. Ended half way, it goes on where it was.
 */
export async function reseal(db: Db, sealer: Sealer, from: SealedColumn): Promise<Resealed> {
  const unopened: string[] = [];
  let resealed = 0;
  let after: readonly unknown[] | null = null;
  for (;;) {
    const rows = await nextRows(db, sealer, from, after);
    for (const row of rows) {
      const plain = openOrNull(sealer, row);
      if (plain === null) unopened.push(row.key.join(" "));
      else if (await replace(db, from, row, sealer.seal(row.purpose, plain))) resealed += 1;
    }
    after = rows.at(-1)?.key ?? null;
    if (after === null) return { resealed, unopened };
  }
}

/** How many texts are sealed with which key. */
export async function countByKey(db: Db, from: SealedColumn): Promise<Map<string, number>> {
  const { rows } = await db.execute<{ id: string; texts: number }>(sql`
    select ${keyIdOf(from.sealed)} as id, count(*)::int as texts from ${from.table}
    where ${from.sealed} is not null group by 1`);
  return new Map(rows.map(({ id, texts }) => [id, texts]));
}

/** The same of promised jobs that are not done; they end by themselves, and are not sealed anew. */
export async function countPromisedByKey(db: Db): Promise<Map<string, number>> {
  const { rows } = await db.execute<{ id: string; texts: number }>(sql`
    select split_part(value, '.', 2) as id, count(*)::int as texts
    from outbox, jsonb_each_text(payload)
    where jsonb_typeof(payload) = 'object' and state in ('pending', 'moved', 'failed')
      and value ~ '^v1\\.[A-Za-z0-9_-]{1,32}\\.[A-Za-z0-9_-]{38,}$'
    group by 1`);
  return new Map(rows.map(({ id, texts }) => [id, texts]));
}

interface Row extends Record<string, unknown> {
  readonly key: readonly unknown[];
  readonly sealed: string;
  readonly purpose: string;
}

async function nextRows(
  db: Db,
  sealer: Sealer,
  { table, key, sealed, purpose }: SealedColumn,
  after: readonly unknown[] | null,
): Promise<Row[]> {
  const columns = sql.join([...key], sql`, `);
  const beyond = after ? sql`and (${columns}) > (${valuesOf(after)})` : sql``;
  const { rows } = await db.execute<Row>(sql`
    select json_build_array(${columns}) as key, ${sealed} as sealed, ${purpose} as purpose
    from ${table}
    where ${sealed} is not null and ${keyIdOf(sealed)} <> ${sealer.keyId} ${beyond}
    order by ${columns} limit ${batch}`);
  return rows;
}

async function replace(
  db: Db,
  { table, key, column, sealed, holding }: SealedColumn,
  row: Row,
  anew: string,
): Promise<boolean> {
  const { rowCount } = await db.execute(sql`
    update ${table} set ${sql.identifier(column.name)} = ${holding(anew)}
    where (${sql.join([...key], sql`, `)}) = (${valuesOf(row.key)}) and ${sealed} = ${row.sealed}`);
  return rowCount === 1;
}

const valuesOf = (key: readonly unknown[]): SQL =>
  sql.join(
    key.map((value) => sql`${value}`),
    sql`, `,
  );

/** It may be sealed with a key that is gone, or be damaged: neither is a reason to leave the others. */
function openOrNull(sealer: Sealer, { purpose, sealed }: Row): string | null {
  try {
    return sealer.open(purpose, sealed);
  } catch {
    return null;
  }
}
