import { randomUUID } from "node:crypto";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { traderCollateral } from "@mainstay/contracts";
import { postJournals } from "@mainstay/core";
import {
  createDb,
  type Db,
  merchants,
  rates,
  requisites,
  stores,
  storeTerms,
  teams,
  traders,
  traderTurns,
} from "@mainstay/db";
import { startEmbedded } from "@mainstay/db/embedded";
import { createServices, migrate, readEnv, silent } from "@mainstay/runtime";
import { externalAccount, journalKind, platformOwner } from "@mainstay/contracts";
import { sql } from "drizzle-orm";
import { p50, p99 } from "../load.ts";
import type { Benchmark, Measured, Round } from "../measure.ts";
import { type BenchServer, startServer } from "../servers.ts";

/** How many orders there were, and how many of them had a trader with the first answer. */
interface Found {
  asked: number;
  atOnce: number;
}

/** How many requisites are live, ten of each trader; the first is what the others are compared with. */
const sizes = [1_000, 10, 100_000];
/** Each has a key of its own: of one alone all calls would wait for the row that counts them. */
const keys = Array.from({ length: 32 }, (_, at) => `bench-key-0123456789-${at}`);
const funded = journalKind("bench.funded", { when: "before it is measured", legs: [] });

/**
 * What asking for a payment costs through the API, with a trader found for it, and how that grows with the
 * number of requisites there are to choose from. Each order is cancelled again, which is not measured, so that
 * what is live stays the same. Where all traders are in others' hands an order is left to the worker, which there
 * is none of here: how many found one at once is said.
 */
export const benchmark: Benchmark = async ({ rounds, seconds, largest }) => {
  const folder = path.join(import.meta.dirname, "../../../.data/bench-payments");
  const postgres = await startEmbedded({ folder, port: 54_396, purpose: "development" });
  const admin = createDb({ url: postgres.adminUrl(), name: "bench", max: 1 });
  const started: BenchServer[] = [];
  try {
    const ways: (Measured & { rounds: Round[]; found: Found; run: () => Promise<Round> })[] = [];
    for (const size of sizes.filter((one) => one <= largest)) {
      const name = `bench_payments_${size}`;
      await admin.execute(sql.raw(`drop database if exists ${name} with (force)`));
      await admin.execute(sql.raw(`create database ${name}`));
      const url = postgres.adminUrl(name);
      await migrate(url);
      const storeId = await fill(url, size);
      const file = path.join(import.meta.dirname, "servers/api.ts");
      const staticKeys = keys.map((key, at) => `bench${at}:admin:${key}`).join(",");
      const server = await startServer(file, { DATABASE_URL: url, STATIC_KEYS: staticKeys });
      started.push(server);
      const found: Found = { asked: 0, atOnce: 0 };
      const run = (): Promise<Round> => measure(server, { storeId, seconds, found });
      ways.push({ what: `${size.toLocaleString("en")} requisites`, rounds: [], found, run });
    }
    for (let round = -1; round < rounds; round += 1) {
      for (const way of ways) {
        const measured = await way.run();
        if (round >= 0) way.rounds.push(measured);
      }
    }
    return ways.map(({ what, found, rounds: measured }): Measured => {
      const share = Math.floor((100 * found.atOnce) / found.asked);
      return { what: `${what}, ${share} % at once`, rounds: measured };
    });
  } finally {
    for (const server of started) server.stop();
    await admin.$client.end();
    await postgres.stop();
  }
};

/** A store, and traders with ten cards and a lot of collateral each. */
async function fill(url: string, size: number): Promise<string> {
  const env = readEnv({ DATABASE_URL: url });
  const services = await createServices(env, { name: "bench", log: silent });
  const { db } = services;
  const at = new Date();
  await db.insert(rates).values({
    base: "USDT",
    quote: "RUB",
    rate: "100",
    source: "bench",
    takenAt: at,
    createdAt: at,
  });
  const merchantId = randomUUID();
  const storeId = randomUUID();
  const teamId = randomUUID();
  await db
    .insert(merchants)
    .values({ id: merchantId, name: "Shop", state: "active", createdAt: at });
  await db.insert(stores).values({
    id: storeId,
    merchantId,
    name: "Store",
    state: "active",
    look: { title: "Shop", logoFileId: null, successUrl: null, failureUrl: null },
    sumShiftMost: 99,
    lateMinutes: 0,
    createdAt: at,
  });
  await db.insert(storeTerms).values({
    storeId,
    direction: "pay_in",
    currency: "RUB",
    method: "card",
    minAmount: 100_00n,
    maxAmount: 1_000_000_00n,
    feeMillionths: 50_000,
    feeFixed: 0n,
    active: true,
  });
  const team = { name: "Team", commissionIn: 5_000, commissionOut: 5_000, createdAt: at } as const;
  await db.insert(teams).values({ id: teamId, state: "active", ...team });
  const number = services.sealer.seal("requisites.number", "2200000000000004");
  for (let first = 0; first < size; first += 1_000) {
    const ids = Array.from({ length: Math.max(1, Math.min(100, size / 10)) }, () => randomUUID());
    await addTraders(db, { ids, teamId, number, at });
    await postJournals(
      services,
      db,
      ids.map((id) => ({
        id: randomUUID(),
        kind: funded,
        ref: `trader:${id}`,
        legs: [
          {
            debit: externalAccount.of(platformOwner, "USDT"),
            credit: traderCollateral.of(id, "USDT"),
            amount: 10n ** 15n,
          },
        ],
      })),
    );
  }
  await db.execute("vacuum analyze");
  await services.close();
  return storeId;
}

async function addTraders(
  db: Db,
  { ids, teamId, number, at }: { ids: readonly string[]; teamId: string; number: string; at: Date },
): Promise<void> {
  const day = new Date(at.getTime() + 86_400_000);
  await db.insert(traders).values(
    ids.map((id) => ({
      id,
      teamId,
      name: "Trader",
      state: "active" as const,
      feeIn: 20_000,
      feeOut: 20_000,
      weight: 1,
      parallelCap: 1_000,
      onlineUntil: day,
      createdAt: at,
    })),
  );
  await db
    .insert(traderTurns)
    .values(
      ids.map((traderId) => ({ traderId, currency: "RUB", method: "card", turn: 0n, ready: true })),
    );
  await db.execute(sql`
    insert into ${requisites} (id, trader_id, method, bank, currency, holder, number_sealed, number_hash, number_masked,
      min_amount, max_amount, parallel_cap, cool_down_seconds, state, created_at)
    select gen_random_uuid(), t.id, 'card', 'sber', 'RUB', 'IVAN PETROV', ${number}, sha256(gen_random_uuid()::text::bytea), '•••• 0004',
           10000, 100000000, 1000, 0, 'active', now()
      from unnest(${sql.param(ids)}::uuid[]) t (id), generate_series(1, 10)`);
}

/** Callers ask as soon as they are answered. */
async function measure(
  server: BenchServer,
  { storeId, seconds, found }: { storeId: string; seconds: number; found: Found },
): Promise<Round> {
  const latencies: number[] = [];
  const cpu = await server.cpu();
  const since = performance.now();
  await Promise.all(
    keys.map(async (key) => {
      while (performance.now() - since < seconds * 1_000) {
        const begun = performance.now();
        const order = await ask<{ id: string; state: string }>(server, key, "create", {
          storeId,
          reference: randomUUID(),
          money: { amount: String(1_000 + Math.floor(Math.random() * 9_000)), currency: "RUB" },
          method: "card",
        });
        latencies.push(performance.now() - begun);
        found.asked += 1;
        if (order.state === "assigned") found.atOnce += 1;
        await ask(server, key, "cancel", { orderId: order.id });
      }
    }),
  );
  const took = (performance.now() - since) / 1_000;
  return {
    perSecond: latencies.length / took,
    cpuPerCall: ((await server.cpu()) - cpu) / latencies.length,
    p50Ms: p50(latencies),
    p99Ms: p99(latencies),
  };
}

/** Who is told to come back does, under the same key, and what it waits is part of what it takes. */
async function ask<T>({ port }: BenchServer, key: string, name: string, input: object): Promise<T> {
  const idempotencyKey = randomUUID();
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/trpc/payments.payIns.${name}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${key}`,
        "content-type": "application/json",
        "idempotency-key": idempotencyKey,
      },
      body: JSON.stringify(input),
    });
    const told = (await answer.json()) as { result?: { data: T }; error?: unknown };
    if (told.result) return told.result.data;
    const after = answer.headers.get("retry-after");
    if (after === null) throw new Error(JSON.stringify(told.error));
    await sleep(Number(after) * 1_000);
  }
}
