import { hash } from "node:crypto";
import type pg from "pg";
import { PreparedQuery, type PreparedValue, queryError, type Statement } from "./prepared-query.ts";
import { type DbOrTx, isConnectionLoss, type Tx } from "./transaction.ts";
import { TxClient } from "./tx-client.ts";

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
  const [row] = await rowsOf(connectionOf(db), { name, text, values });
  if (!row) throw queryError(text, new Error(`${name} answered no row`));
  return row as unknown as R;
}

/**
 * A statement that nobody waits for: it goes with what the transaction asks next, or with its COMMIT, and what
 * is wrong with it ends those. For what only adds rows; a refusal that somebody would handle must be asked for.
 */
export function tell(tx: Tx, { sql, params }: { sql: string; params: readonly unknown[] }): void {
  const client = connectionOf(tx);
  if (!(client instanceof TxClient))
    throw new Error("tell() needs a transaction opened by transaction()");
  const values = params as readonly PreparedValue[];
  client.tell({ name: nameOf(sql), text: sql, values, silent: true });
}

const names = new Map<string, string>();
/** What is told is told again and again by the same words; should it not be, it is not kept. */
const namesMost = 500;

function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size === namesMost) return "";
  const name = `told_${hash("sha256", text, "base64url")}`;
  names.set(text, name);
  return name;
}

async function rowsOf(
  on: pg.Pool | pg.PoolClient | TxClient,
  asked: Statement,
): Promise<unknown[][]> {
  if (on instanceof TxClient) return on.ask(asked);
  let client: pg.PoolClient | null = null;
  let broken = false;
  try {
    client = "totalCount" in on ? await on.connect() : on;
    return await client.query(new PreparedQuery(asked)).rows;
  } catch (error) {
    // The server's last word comes before its connection is seen to end.
    broken = isConnectionLoss(error);
    throw queryError(asked.text, error);
  } finally {
    if (client !== on) client?.release(broken);
  }
}

// A transaction and its savepoints are sessions of one connection, and any of them can ask.
const connectionOf = (db: DbOrTx): pg.Pool | pg.PoolClient | TxClient =>
  (db as unknown as { session: { client: pg.Pool | pg.PoolClient | TxClient } }).session.client;
