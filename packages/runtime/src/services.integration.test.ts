import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { outboxDays } from "@mainstay/contracts";
import { settingsTopic } from "@mainstay/core";
import { settings, transaction, wakeAfterCommit } from "@mainstay/db";
import { testDatabase } from "@mainstay/testing";
import { describe, expect, inject, it, vi } from "vitest";
import { readEnv } from "./env.ts";
import { silent } from "./logger.ts";
import { createServices } from "./services.ts";

const redisUrl = inject("redisUrl");
const nobody = "127.0.0.1:1";

const sourceFor = (backend: string, url: string, redis = redisUrl): Record<string, string> => ({
  DATABASE_URL: url,
  LOG_LEVEL: "silent",
  REDIS_PREFIX: `test-${crypto.randomUUID()}`,
  ...(backend === "Redis" && redis ? { REDIS_URL: redis } : {}),
});

/** Runs a process that makes services, does this with them and closes them; it must then end by itself. */
async function assertEndsByItself(source: Record<string, string>, work: string): Promise<void> {
  const script = `
    const { readEnv, createServices } = await import(${JSON.stringify(path.join(import.meta.dirname, "index.ts"))});
    const services = await createServices(readEnv(process.env), { name: "short" });
    ${work}
    await Promise.all([services.close(), services.close()]);
    const since = performance.now();
    process.on("exit", () => console.log(performance.now() - since < 1_000 ? "at once" : "late"));
  `;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    env: { PATH: process.env["PATH"], ...source },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (out += chunk.toString()));
  }
  const [code] = (await once(child, "close", { signal: AbortSignal.timeout(20_000) })) as [number];
  expect({ code, out: out.trim() }).toEqual({ code: 0, out: "at once" });
}

describe.each(["Postgres", "Redis"])("services on %s", (backend) => {
  const test = backend === "Redis" && !redisUrl ? it.skip : it;

  test("a commit here wakes another process", async () => {
    await using database = await testDatabase();
    const env = readEnv(sourceFor(backend, database.url));
    await using here = await createServices(env, { name: "here", log: silent });
    await using there = await createServices(env, { name: "there", log: silent });
    await there.bus.ready();
    const woken = vi.fn();
    there.bus.on("test", woken);

    await transaction(here.db, async (tx) => wakeAfterCommit(tx, "test"));

    await vi.waitFor(() => expect(woken).toHaveBeenCalled());
    expect(here.redis === null).toBe(backend === "Postgres");
  });

  test("a changed setting reaches another process in under a second", async () => {
    await using database = await testDatabase();
    const env = readEnv(sourceFor(backend, database.url));
    await using here = await createServices(env, { name: "here", log: silent });
    await using there = await createServices(env, { name: "there", log: silent });
    await there.bus.ready();
    expect(await there.settings.get(outboxDays)).toBe(outboxDays.default);

    const since = performance.now();
    await transaction(here.db, async (tx) => {
      await tx.insert(settings).values({
        key: outboxDays.setting,
        value: 30,
        changedAt: new Date(),
        changedBy: "system:test",
      });
      wakeAfterCommit(tx, settingsTopic);
    });
    await vi.waitFor(async () => expect(await there.settings.get(outboxDays)).toBe(30), {
      interval: 5,
    });

    expect(performance.now() - since).toBeLessThan(1_000);
  });

  test("a process that made, used and closed them ends by itself", async () => {
    await using database = await testDatabase();
    const work = `
      await services.bus.ready();
      await services.limiter.spend("read", "nobody");
      services.bus.wake(["test"]);
    `;
    await assertEndsByItself(sourceFor(backend, database.url), work);
  });

  it("so does one that never reached a server", async () => {
    const source = sourceFor(backend, `postgres://${nobody}/none`, `redis://${nobody}`);
    await assertEndsByItself(source, `services.bus.wake(["test"]);`);
  });
});

it("loads what is kept also while transactions have every connection of the pool", async () => {
  await using database = await testDatabase();
  const env = readEnv({ ...sourceFor("Postgres", database.url), DATABASE_POOL_MAX: "4" });
  await using services = await createServices(env, { name: "test", log: silent });
  let begun = 0;
  const all = Promise.withResolvers<void>();
  const reading = Array.from({ length: 4 }, () =>
    transaction(services.db, async (tx) => {
      await tx.$count(settings);
      if ((begun += 1) === 4) all.resolve();
      await all.promise;
      return [await services.settings.get(outboxDays), await services.reference.all()];
    }),
  );
  for (const [days, reference] of await Promise.all(reading)) {
    expect(days).toBe(outboxDays.default);
    expect(reference).toHaveProperty("currencies");
  }
});
