import type pg from "pg";
import { PreparedQuery, type PreparedValue, queryError } from "./prepared-query.ts";
import { type DbOrTx, isConnectionLoss } from "./transaction.ts";

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
  values: readonly PreparedValue[],
): Promise<R> {
  try {
    const asked = new PreparedQuery(name, text, values);
    const [row] = await rowsOf(connectionOf(db), asked);
    if (!row) throw new Error(`${name} answered no row`);
    return row as unknown as R;
  } catch (error) {
    throw queryError(text, error);
  }
}

async function rowsOf(on: pg.Pool | pg.PoolClient, asked: PreparedQuery): Promise<unknown[][]> {
  if (!("totalCount" in on)) return on.query(asked).rows;
  const client = await on.connect();
  let broken = false;
  try {
    return await client.query(asked).rows;
  } catch (error) {
    // The server's last word comes before its connection is seen to end.
    broken = isConnectionLoss(error);
    throw error;
  } finally {
    client.release(broken);
  }
}

// A transaction and its savepoints are sessions of one connection, and any of them can ask.
const connectionOf = (db: DbOrTx): pg.Pool | pg.PoolClient =>
  (db as unknown as { session: { client: pg.Pool | pg.PoolClient } }).session.client;
