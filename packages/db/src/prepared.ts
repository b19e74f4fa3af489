import { DrizzleQueryError } from "drizzle-orm";
import type pg from "pg";
import type { DbOrTx } from "./transaction.ts";

const byConnection = new WeakMap<object, Map<string, unknown>>();

/**
 * A statement that is built once a connection, or once a pool: for those of every sign-in or every call,
 * where building the SQL costs more than asking it. The name must mean one statement everywhere.
 */
export function prepared<P>(
  db: DbOrTx,
  name: string,
  build: (db: DbOrTx) => { prepare(name: string): P },
): P {
  const connection = connectionOf(db);
  const known = byConnection.get(connection) ?? new Map<string, unknown>();
  byConnection.set(connection, known);
  const query = known.get(name) ?? build(db).prepare(name);
  known.set(name, query);
  return query as P;
}

/** The one row of a statement that is too hot for a query builder; named, so that it is planned once a connection. */
export async function askPrepared<R extends readonly unknown[]>(
  db: DbOrTx,
  name: string,
  text: string,
  values: unknown[],
): Promise<R> {
  try {
    const asked: pg.QueryArrayConfig = { name, text, values, rowMode: "array" };
    const { rows } = await connectionOf(db).query<[...R]>(asked);
    const [row] = rows;
    if (!row) throw new Error(`${name} answered no row`);
    return row;
  } catch (error) {
    throw new DrizzleQueryError(
      text,
      [],
      error instanceof Error ? error : new Error(String(error)),
    );
  }
}

// A transaction and its savepoints are sessions of one connection, and any of them can ask.
const connectionOf = (db: DbOrTx): pg.Pool | pg.PoolClient =>
  (db as unknown as { session: { client: pg.Pool | pg.PoolClient } }).session.client;
