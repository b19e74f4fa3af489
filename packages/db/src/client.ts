import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";

/** The pool: each statement commits by itself. */
export type Db = NodePgDatabase & { readonly $client: pg.Pool };

export interface DbOptions {
  url: string;
  /** Connections at most; all processes of a deployment together must fit the server's limit. */
  max?: number;
  /** Shown in pg_stat_activity. */
  name: string;
  /** A statement that takes longer is cancelled by the server. */
  statementTimeoutMs?: number;
  onError?: (error: Error) => void;
}

export function createDb(options: DbOptions): Db {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max ?? 20,
    application_name: options.name,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    // Compiling a plan takes longer than any statement of ours; only reports over everything would gain.
    options: "-c jit=off",
    statement_timeout: options.statementTimeoutMs ?? 30_000,
    // A transaction that its process forgot would hold its locks for ever.
    idle_in_transaction_session_timeout: 60_000,
  });
  // A connection that the server ends emits "error", idle or in use; unheard it would end the process.
  const heard = (error: Error) => options.onError?.(error);
  pool.on("error", heard);
  pool.on("connect", (client) => client.on("error", heard));
  return drizzle(pool);
}
