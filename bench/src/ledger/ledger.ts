import { randomUUID } from "node:crypto";
import path from "node:path";
import {
  accountPurpose,
  type AccountRef,
  externalAccount,
  journalKind,
  platformOwner,
} from "@mainstay/contracts";
import { type Journal, postJournal, postJournals, type Poster } from "@mainstay/core";
import { createDb, type Db, tell, transaction } from "@mainstay/db";
import { startEmbedded } from "@mainstay/db/embedded";
import { createServices, migrate, readEnv, silent } from "@mainstay/runtime";
import { sql } from "drizzle-orm";
import { p50, p99 } from "../load.ts";
import type { Benchmark, Measured, Round } from "../measure.ts";
import { findPgbench, tpcB } from "./pgbench.ts";

/**
 * Journals a second against pgbench's TPC-B (scale 10, 8 clients) on the same server, which writes to disk
 * as in production. 64 callers; one journal in twenty is a repeat or lacks the funds.
 */
const callers = 64;
const batch = 64;
const wallets = 1_000;
const connections = 16;

const wallet = accountPurpose("account.wallet", { side: "credit", floor: 0n, about: "Money." });
const feeAccount = accountPurpose("platform.fees", { side: "credit", floor: null, about: "Ours." });
const kind = journalKind("bench.move", { when: "measured", legs: [] });
const currency = "USDT";
const outside = externalAccount.of(platformOwner, currency);
const fees = feeAccount.of(platformOwner, currency);
const people = Array.from({ length: wallets }, () => wallet.of(randomUUID(), currency));
const broke = wallet.of(randomUUID(), currency);
const hot = wallet.of(randomUUID(), currency);

const any = (accounts: readonly AccountRef[]): AccountRef => {
  const found = accounts[Math.floor(Math.random() * accounts.length)];
  if (!found) throw new Error("there are no accounts");
  return found;
};

let last: Journal | null = null;
/** Between two people, unless it is the one in forty that lacks the funds or the one that was posted before. */
function next(to?: AccountRef, fee = false): Journal {
  const dice = Math.random();
  if (dice < 0.025 && last) return last;
  const debit = dice < 0.05 ? broke : any(people);
  let credit = to ?? any(people);
  while (credit === debit) credit = any(people);
  const amount = BigInt(1 + Math.floor(Math.random() * 100));
  const made: Journal = {
    id: randomUUID(),
    kind,
    ref: "order:1",
    legs: [{ debit, credit, amount }, ...(fee ? [{ debit, credit: fees, amount: 1n }] : [])],
  };
  if (dice >= 0.05) last = made;
  return made;
}

export const benchmark: Benchmark = async ({ rounds, seconds }) => {
  const pgbench = findPgbench();
  const folder = path.join(import.meta.dirname, "../../../.data/bench-ledger");
  const postgres = await startEmbedded({ folder, port: 54_396, purpose: "development" });
  const admin = createDb({ url: postgres.adminUrl(), name: "bench", max: 1 });
  for (const name of ["bench_ledger", "bench_tpcb"]) {
    await admin.execute(sql.raw(`drop database if exists ${name} with (force)`));
    await admin.execute(sql.raw(`create database ${name}`));
  }
  await admin.$client.end();
  const url = postgres.adminUrl("bench_ledger");
  await migrate(url);
  const env = readEnv({ DATABASE_URL: url, DATABASE_POOL_MAX: String(connections) });
  const services = await createServices(env, { name: "bench", log: silent });
  const db = createDb({ url, name: "bench", max: connections });
  const ctx: Poster = {
    reference: services.reference,
    fail(error) {
      throw error;
    },
  };
  for (let first = 0; first < wallets; first += 100) {
    await postJournals(
      ctx,
      db,
      people.slice(first, first + 100).map((credit) => ({
        id: randomUUID(),
        kind,
        ref: "order:0",
        legs: [{ debit: outside, credit, amount: 10n ** 12n }],
      })),
    );
  }
  await db.execute("create table bench_orders (id uuid primary key, state text not null)");
  await db.execute("vacuum analyze");
  const reference = tpcB(pgbench, { url: postgres.adminUrl("bench_tpcb"), scale: 10, clients: 8 });
  await reference.prepare();

  const post = async (journal: Journal) => {
    await postJournals(ctx, db, [journal]);
    return 1;
  };
  const ways: { what: string; against?: string; run: () => Promise<Round> }[] = [
    { what: "pgbench TPC-B, 8 clients", run: () => reference.round(seconds) },
    { what: "one journal", run: () => loop(callers, seconds, () => post(next())) },
    {
      what: "with a fee",
      against: "one journal",
      run: () => loop(callers, seconds, () => post(next(undefined, true))),
    },
    { what: "to one hot account", run: () => loop(callers, seconds, () => post(next(hot))) },
    {
      what: "with an order's row",
      run: () => loop(callers, seconds, () => withOrder(ctx, db, next())),
    },
    {
      what: `in batches of ${batch}`,
      run: () =>
        loop(4, seconds, async () => {
          const journals = Array.from({ length: batch }, () => next());
          return (await postJournals(ctx, db, journals)).length;
        }),
    },
  ];
  const measured = ways.map(({ what, against }): Measured & { rounds: Round[] } => ({
    what,
    ...(against === undefined ? {} : { against }),
    rounds: [],
  }));
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, way] of ways.entries()) measured[index]?.rounds.push(await way.run());
  }
  await db.$client.end();
  await services.close();
  await postgres.stop();
  return measured;
};

const insertOrder = "insert into bench_orders values ($1, 'completed')";

/** As a module moves money: the order's row and its journal commit together. */
async function withOrder(ctx: Poster, db: Db, journal: Journal): Promise<number> {
  await transaction(db, async (tx) => {
    tell(tx, { sql: insertOrder, params: [randomUUID()] });
    await postJournal(ctx, tx, journal);
  }).catch((error: unknown) => {
    if ((error as { reason?: string }).reason !== "ledger.insufficient_funds") throw error;
  });
  return 1;
}

/** Each caller asks again as soon as it is answered. */
async function loop(count: number, seconds: number, call: () => Promise<number>): Promise<Round> {
  const latencies: number[] = [];
  const cpu = process.cpuUsage();
  const since = performance.now();
  const end = since + seconds * 1_000;
  let done = 0;
  await Promise.all(
    Array.from({ length: count }, async () => {
      while (performance.now() < end) {
        const begun = performance.now();
        const more = await call();
        done += more;
        latencies.push(performance.now() - begun);
      }
    }),
  );
  const took = (performance.now() - since) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return {
    perSecond: done / took,
    cpuPerCall: (user + system) / done,
    p50Ms: p50(latencies),
    p99Ms: p99(latencies),
  };
}
