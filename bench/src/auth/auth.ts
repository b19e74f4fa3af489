import path from "node:path";
import { startEmbedded } from "@mainstay/db/embedded";
import { migrate } from "@mainstay/runtime";
import type { Benchmark, Measured, Round } from "../measure.ts";
import { type BenchServer, startServer } from "../servers.ts";

/**
 * What knowing the caller costs: a query of one row by somebody signed in, beside a bare Express that asks
 * the same prepared statement of whoever comes; and signing in, beside the hash that it cannot do without.
 */
export const benchmark: Benchmark = async ({ rounds, seconds }) => {
  const folder = path.join(import.meta.dirname, "../../../.data/bench-auth");
  const postgres = await startEmbedded({ folder, port: 54_395, purpose: "tests" });
  const started: BenchServer[] = [];
  const start = async (file: string): Promise<BenchServer> => {
    const servers = path.join(import.meta.dirname, "servers");
    const server = await startServer(path.join(servers, file), {
      DATABASE_URL: postgres.adminUrl(),
    });
    started.push(server);
    return server;
  };
  try {
    await migrate(postgres.adminUrl());
    const api = await start("api.ts");
    const { account = "", accessToken = "", signIns = "[]" } = api.told;
    const bare = await start("express.ts");
    const hash = await start("argon2.ts");
    const input = new URLSearchParams({ input: JSON.stringify({ id: account }) }).toString();
    const ways = [
      {
        what: "express, one row",
        server: bare,
        request: get(`/account?${input}`),
        connections: 32,
      },
      {
        what: "api, one row, signed in",
        server: api,
        request: get(`/trpc/bench.account?${input}`, `Authorization: Bearer ${accessToken}\r\n`),
        connections: 32,
      },
      { what: "argon2 alone", server: hash, request: get("/"), connections: 8 },
      {
        what: "sign-in",
        against: "argon2 alone",
        server: api,
        // Several at once of one person would wait for each other, as guesses do.
        request: (JSON.parse(signIns) as object[]).map((signIn) =>
          post("/trpc/identity.auth.signIn", JSON.stringify(signIn)),
        ),
        connections: 8,
      },
    ].map((way) => ({ ...way, rounds: [] as Round[] }));
    // One unmeasured round warms every server up.
    for (let round = -1; round < rounds; round += 1) {
      for (const { server, request, connections, rounds: done } of ways) {
        const time = round < 0 ? 1 : seconds;
        const measured = await server.measure({ request, connections, seconds: time });
        if (round >= 0) done.push(measured);
      }
    }
    return ways.map(({ what, against, rounds: measured }): Measured => ({
      what,
      ...(against ? { against } : {}),
      rounds: measured,
    }));
  } finally {
    for (const server of started) server.stop();
    await postgres.stop();
  }
};

const get = (at: string, headers = ""): string =>
  `GET ${at} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n${headers}\r\n`;
const post = (at: string, body: string): string =>
  `POST ${at} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
