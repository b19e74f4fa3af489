import path from "node:path";
import { startEmbedded } from "@mainstay/db/embedded";
import { migrate } from "@mainstay/runtime";
import { type Benchmark, type Measured, percentile, type Round } from "../measure.ts";
import { type BenchServer, startServer } from "../servers.ts";
import { listen, type Listeners } from "./listeners.ts";

const subscriptions = 2_000;

/**
 * What many subscriptions cost: 2,000 on one process, by connections of their own and by shared ones, beside
 * a bare WebSocket server that tells as many. Changes come one after another, each told to all.
 */
export const benchmark: Benchmark = async ({ rounds, seconds }) => {
  const folder = path.join(import.meta.dirname, "../../../.data/bench-live");
  const postgres = await startEmbedded({ folder, port: 54_396, purpose: "tests" });
  const started: BenchServer[] = [];
  const start = async (file: string): Promise<BenchServer> => {
    const server = await startServer(path.join(import.meta.dirname, "servers", file), {
      DATABASE_URL: postgres.adminUrl(),
    });
    started.push(server);
    return server;
  };
  try {
    await migrate(postgres.adminUrl());
    const alone = { connections: subscriptions, each: 1 };
    const ways = [
      { what: "ws alone, 2,000 connections", file: "bare.ts", ...alone },
      { what: "api, 2,000 connections", file: "api.ts", ...alone },
      { what: "api, 20 connections of 100", file: "api.ts", connections: 20, each: 100 },
    ].map((way) => ({ ...way, rounds: [] as Round[] }));
    for (let round = -1; round < rounds; round += 1) {
      for (const way of ways) {
        // A fresh process, as memory that was once used is not always given back.
        const server = await start(way.file);
        await tellOnce(server, 0, await listen(server.port, { connections: 1, each: 1 }), true);
        const before = await server.memory();
        const listeners = await listen(server.port, way);
        const after = await server.memory();
        const kib = (after - before) / 1_024 / subscriptions;
        const measured = await tellMany(server, listeners, round < 0 ? 1 : seconds);
        if (round >= 0) way.rounds.push({ ...measured, kib });
        await listeners.close();
        server.stop();
      }
    }
    return ways.map(({ what, rounds: measured }): Measured => ({ what, rounds: measured }));
  } finally {
    for (const server of started) server.stop();
    await postgres.stop();
  }
};

async function tellMany(
  server: BenchServer,
  listeners: Listeners,
  seconds: number,
): Promise<Round> {
  const latencies: number[] = [];
  const cpu = await server.cpu();
  const since = performance.now();
  for (let value = 1; performance.now() - since < seconds * 1_000; value += 1) {
    latencies.push(...(await tellOnce(server, value, listeners)));
  }
  const took = (performance.now() - since) / 1_000;
  return {
    perSecond: latencies.length / took,
    cpuPerCall: ((await server.cpu()) - cpu) / latencies.length,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
  };
}

/** Changes a setting; answers with how long each took to hear of it, from the change's beginning. */
async function tellOnce(
  { port }: BenchServer,
  value: number,
  listeners: Listeners,
  close = false,
): Promise<number[]> {
  const told = listeners.toldAll();
  const since = performance.now();
  const answer = await fetch(`http://127.0.0.1:${port}/trpc/platform.settings.update`, {
    method: "POST",
    headers: { authorization: "Bearer bench-key-0123456789", "content-type": "application/json" },
    body: JSON.stringify({ key: "platform.outbox_days", value: 1 + (value % 300) }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  const at = await told;
  if (close) await listeners.close();
  return at.map((moment) => moment - since);
}
