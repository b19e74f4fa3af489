import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { startEmbedded } from "@mainstay/db/embedded";
import { load, p50, p99 } from "../load.ts";
import type { Benchmark, Measured, Round } from "../measure.ts";

/** What a call through the whole API costs beside a bare server and a bare Express, each in its own process. */
const servers = [
  { what: "node:http", file: "node.ts", path: "/echo" },
  { what: "express", file: "express.ts", path: "/echo" },
  { what: "api, echo query", file: "api.ts", path: "/trpc/bench.echo" },
] as const;

const input = {
  id: "0196f2a0-1111-7abc-8def-0123456789ab",
  amount: 12_550,
  currency: "USD",
  memo: "for the echo",
};
const connections = 32;

export const benchmark: Benchmark = async ({ rounds, seconds }) => {
  const folder = path.join(import.meta.dirname, "../../../.data/bench-postgres");
  const postgres = await startEmbedded({ folder, port: 54_391, purpose: "tests" });
  const running = await Promise.all(
    servers.map(async (server) => {
      const child = fork(path.join(import.meta.dirname, "servers", server.file), {
        env: { ...process.env, DATABASE_URL: postgres.adminUrl(), LOG_LEVEL: "info" },
        stdio: ["ignore", "ignore", "inherit", "ipc"],
      });
      const [port] = (await once(child, "message")) as [number];
      return { ...server, child, port, rounds: [] as Round[] };
    }),
  );
  try {
    const request = (at: string): string => {
      const query = new URLSearchParams({ input: JSON.stringify(input) });
      return `GET ${at}?${query.toString()} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n\r\n`;
    };
    // One unmeasured round warms every server up.
    for (let round = -1; round < rounds; round += 1) {
      for (const server of running) {
        const before = await cpuOf(server.child);
        const since = performance.now();
        const options = { port: server.port, connections, seconds: round < 0 ? 1 : seconds };
        const { calls, latencies } = await load({ ...options, request: request(server.path) });
        const took = (performance.now() - since) / 1_000;
        const cpu = (await cpuOf(server.child)) - before;
        const measured = {
          perSecond: calls / took,
          cpuPerCall: cpu / calls,
          p50Ms: p50(latencies),
          p99Ms: p99(latencies),
        };
        if (round >= 0) server.rounds.push(measured);
      }
    }
    return running.map(({ what, rounds: measured }): Measured => ({ what, rounds: measured }));
  } finally {
    for (const { child } of running) child.kill("SIGTERM");
    await postgres.stop();
  }
};

async function cpuOf(child: ChildProcess): Promise<number> {
  child.send("cpu");
  const [microseconds] = (await once(child, "message")) as [number];
  return microseconds;
}
