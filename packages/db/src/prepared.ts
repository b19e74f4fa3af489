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

// A transaction and its savepoints are sessions of one connection, and any of them can ask.
const connectionOf = (db: DbOrTx): object =>
  (db as unknown as { session: { client: object } }).session.client;
