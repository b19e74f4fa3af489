import path from "node:path";
import { startEmbedded } from "@mainstay/db/embedded";
import type { Benchmark, Measured, Round } from "../measure.ts";
import { startServer } from "../servers.ts";

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
      const file = path.join(import.meta.dirname, "servers", server.file);
      const started = await startServer(file, { DATABASE_URL: postgres.adminUrl() });
      return { ...server, started, rounds: [] as Round[] };
    }),
  );
  try {
    const request = (at: string): string => {
      const query = new URLSearchParams({ input: JSON.stringify(input) });
      return `GET ${at}?${query.toString()} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n\r\n`;
    };
    // One unmeasured round warms every server up.
    for (let round = -1; round < rounds; round += 1) {
      for (const { started, path: at, rounds: done } of running) {
        const measured = await started.measure({
          request: request(at),
          connections,
          seconds: round < 0 ? 1 : seconds,
        });
        if (round >= 0) done.push(measured);
      }
    }
    return running.map(({ what, rounds: measured }): Measured => ({ what, rounds: measured }));
  } finally {
    for (const { started } of running) started.stop();
    await postgres.stop();
  }
};
