import { setTimeout as sleep } from "node:timers/promises";
import { DrizzleQueryError } from "drizzle-orm";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { NodePgTransaction } from "drizzle-orm/node-postgres/session";
import type pg from "pg";
import type { Db } from "./client.ts";
import { TxClient } from "./tx-client.ts";

/** A running transaction. What must not happen outside one asks for this type. */
export type Tx = Parameters<Parameters<NodePgDatabase["transaction"]>[0]>[0];
/** Either; for reads that do not care. */
export type DbOrTx = Db | Tx;

const maxAttempts = 5;
/** Serialization failure, deadlock: the server undid everything, and a repeat can succeed. */
const repeatable = new Set(["40001", "40P01"]);

/** Runs `work` in a transaction; repeats it when the server gave up on it, so `work` must have no other effects. */
export async function transaction<T>(db: Db, work: (tx: Tx) => T | Promise<T>): Promise<T> {
  return repeated(() => once(db, work, "begin"));
}

/** All that `work` reads is as of one moment; it cannot write. */
export async function snapshot<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return repeated(() => once(db, work, "begin isolation level repeatable read read only"));
}

/** Repeats what the server gave up on and undid: a transaction, or a statement that is one. */
export async function repeated<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === maxAttempts || !repeatable.has(sqlState(error) ?? "")) throw error;
      await sleep(Math.random() * 20 * 2 ** attempt);
    }
  }
}

/** A transaction repeats as a whole; what is asked of the pool stands for itself. */
export const isTransaction = (db: DbOrTx): db is Tx => !("$client" in db);

const overClient = new WeakMap<pg.PoolClient, Over>();

/**
 * Drizzle's own way over a pool keeps a client for ever when BEGIN fails; here a broken one is destroyed. It
 * also builds, describes and sends BEGIN and COMMIT each time as statements of their own, which cost more than
 * a short transaction's own work.
 */
async function once<T>(db: Db, work: (tx: Tx) => T | Promise<T>, begin: string): Promise<T> {
  const client = await db.$client.connect().catch((error: unknown) => {
    throw new DatabaseAway("There is no connection to the database.", { cause: error });
  });
  const over = overClient.get(client) ?? overOf(client);
  let broken = false;
  const onError = () => {
    broken = true;
  };
  client.on("error", onError);
  const topics = new Set<string>();
  try {
    over.client.begin(begin);
    const tx: Tx = new NodePgTransaction(over.dialect, over.session, undefined);
    afterCommit.set(sessionOf(tx), topics);
    const result = await work(tx);
    // A statement that failed and was caught has undone everything, which COMMIT answers without an error.
    if ((await over.client.commit()) !== "COMMIT")
      throw new Error("A statement of the transaction failed, and its error was caught.");
    if (topics.size > 0) commitListeners.get(db)?.(topics);
    return result;
  } catch (error) {
    broken ||= isConnectionLoss(error);
    if (!broken) await over.client.rollback().catch(onError);
    throw error;
  } finally {
    client.off("error", onError);
    client.release(broken);
  }
}

type Inside = ConstructorParameters<
  typeof NodePgTransaction<Record<string, never>, Record<string, never>>
>;
type Over = { client: TxClient; dialect: Inside[0]; session: Inside[1] };

function overOf(pooled: pg.PoolClient): Over {
  const client = new TxClient(pooled);
  // A Drizzle over a client has what its transactions are made of, but does not tell of it.
  const { dialect, session } = drizzle(client as unknown as pg.PoolClient) as unknown as Over;
  const over = { client, dialect, session };
  overClient.set(pooled, over);
  return over;
}

const afterCommit = new WeakMap<object, Set<string>>();
const commitListeners = new WeakMap<Db, (topics: ReadonlySet<string>) => void>();

/**
 * Names a topic that others should look at once this transaction has committed. It is a hint, and may be
 * lost with the process: whoever waits for it also polls.
 */
export function wakeAfterCommit(tx: Tx, topic: string): void {
  const topics = afterCommit.get(sessionOf(tx));
  if (!topics) throw new Error("wakeAfterCommit needs a transaction opened by transaction()");
  topics.add(topic);
}

/** One listener a pool: the bus. */
export function onCommit(db: Db, listener: (topics: ReadonlySet<string>) => void): void {
  commitListeners.set(db, listener);
}

// To Drizzle a savepoint is a transaction of its own, on the same session.
const sessionOf = (tx: Tx): object => (tx as unknown as { session: object }).session;

/** Postgres's code of an error, also where Drizzle wrapped it. */
export function sqlState(error: unknown): string | undefined {
  return chain(error)
    .map((e) => (e as { code?: unknown }).code)
    .find((code): code is string => typeof code === "string" && /^[0-9A-Z]{5}$/.test(code));
}

/** No connection could be had. */
export class DatabaseAway extends Error {
  override readonly name = "DatabaseAway";
}

/**
 * Nothing is wrong with what was asked: the database is away, full, or gave up after repeats. Other
 * services fail with the same codes, so it must have come from a statement of ours.
 */
export function isPassing(error: unknown): boolean {
  const ours = chain(error).some(
    (e) => e instanceof DatabaseAway || e instanceof DrizzleQueryError,
  );
  return ours && (isConnectionLoss(error) || passing.test(sqlState(error) ?? ""));
}
/** Serialization, deadlock, resources, cancelled by a time limit, lock not available. */
const passing = /^(40001|40P01|53|57014|55P03)/;

function chain(error: unknown): Error[] {
  return error instanceof Error ? [error, ...chain(error.cause)] : [];
}

/** The server, or the way to it, went away: nothing is known of what was under way. */
export function isConnectionLoss(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined) return state.startsWith("08") || state.startsWith("57P");
  for (let e = error; e instanceof Error; e = e.cause) {
    const { code } = e as { code?: unknown };
    if (typeof code === "string" && /^E(CONN|PIPE|TIMEDOUT|HOST|NET)/.test(code)) return true;
    if (
      /Connection terminated|timeout exceeded when trying to connect|not queryable/.test(e.message)
    )
      return true;
  }
  return false;
}
