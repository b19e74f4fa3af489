import type { Pool, QueryResultRow } from "pg";

export interface Finding {
  readonly check: string;
  readonly problem: string;
}

/** What a statement finds wrong: each row has what is the matter in `problem`. */
export async function findBy(
  pool: Pool,
  check: string,
  statement: string,
  values: unknown[] = [],
): Promise<Finding[]> {
  const rows = await rowsOf<{ problem: string }>(pool, statement, values);
  return rows.map(({ problem }) => ({ check, problem }));
}

export async function rowsOf<T extends QueryResultRow>(
  pool: Pool,
  statement: string,
  values: unknown[] = [],
): Promise<T[]> {
  return (await pool.query<T>(statement, values)).rows;
}
