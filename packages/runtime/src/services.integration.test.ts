import { once } from "node:events";
import { spawn } from "node:child_process";
import path from "node:path";
import { wakeAfterCommit, transaction } from "@mainstay/db";
import { testDatabase } from "@mainstay/testing";
import { describe, expect, inject, it } from "vitest";
import { readEnv } from "./env.ts";
import { silent } from "./logger.ts";
import { createServices } from "./services.ts";

const redisUrl = inject("redisUrl");

describe.each([{ backend: "Postgres" }, { backend: "Redis" }])(
  "services on $backend",
  ({ backend }) => {
    const onRedis = backend === "Redis";
    const sourceFor = (url: string): Record<string, string> => ({
      DATABASE_URL: url,
      LOG_LEVEL: "warn",
      REDIS_PREFIX: `test-${crypto.randomUUID()}`,
      ...(onRedis && redisUrl ? { REDIS_URL: redisUrl } : {}),
    });

    it.skipIf(onRedis && !redisUrl)("a commit here wakes another process", async () => {
      await using database = await testDatabase();
      const env = readEnv(sourceFor(database.url));
      await using here = await createServices(env, { name: "here", log: silent });
      await using there = await createServices(env, { name: "there", log: silent });
      await there.bus.ready();
      const woken = new Promise<void>((resolve) => there.bus.on("test", resolve));

      await transaction(here.db, async (tx) => wakeAfterCommit(tx, "test"));

      await woken;
      expect(here.redis === null).toBe(!onRedis);
    });

    it.skipIf(onRedis && !redisUrl)(
      "a process that made and closed them exits by itself",
      async () => {
        await using database = await testDatabase();
        const script = `
      const { readEnv, createServices } = await import(${JSON.stringify(path.join(import.meta.dirname, "index.ts"))});
      const services = await createServices(readEnv(process.env), { name: "short" });
      await services.bus.ready();
      await services.limiter.spend("read", "nobody");
      services.bus.wake(["test"]);
      await services.close();
      await services.close();
      const since = performance.now();
      process.on("exit", () => console.log(performance.now() - since < 1_000 ? "at once" : "late"));
    `;
        const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
          env: { PATH: process.env["PATH"], ...sourceFor(database.url) },
          stdio: ["ignore", "pipe", "pipe"],
        });
        let out = "";
        child.stdout.on("data", (chunk) => (out += chunk));
        child.stderr.on("data", (chunk) => (out += chunk));
        const [code] = (await once(child, "exit", { signal: AbortSignal.timeout(15_000) })) as [
          number,
        ];
        expect({ code, out: out.trim() }).toEqual({ code: 0, out: "at once" });
      },
    );
  },
);
