import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import path from "node:path";
import { freePort } from "@mainstay/testing/global-setup";
import { type TestDatabase, testDatabase } from "@mainstay/testing";
import { describe, expect, it } from "vitest";

const bin = path.join(import.meta.dirname, "../../bin/mainstay.js");
const soon = { timeout: 20_000, interval: 50 };

interface Dev extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly ports: readonly [api: number, worker: number, pay: number];
  readonly said: () => string;
  readonly ended: Promise<number | null>;
}

async function dev(database: TestDatabase, env: Record<string, string> = {}): Promise<Dev> {
  const ports = [await freePort(), await freePort(), await freePort()] as const;
  const child = spawn(process.execPath, [bin, "dev"], {
    env: {
      PATH: process.env["PATH"],
      DATABASE_URL: database.url,
      DATABASE_OWNER_URL: database.ownerUrl,
      API_PORT: String(ports[0]),
      WORKER_PORT: String(ports[1]),
      PAY_PORT: String(ports[2]),
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  }
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return {
    child,
    ports,
    said: () => text,
    ended,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await ended;
      await expect.poll(() => anybody(ports), soon).toBe(false);
    },
  };
}

const answers = (port: number, page: string): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}${page}`).then(
    (response) => response.ok,
    () => false,
  );
const anybody = async (ports: readonly number[]): Promise<boolean> =>
  (await Promise.all(ports.map((port) => answers(port, "/healthz")))).some(Boolean);

describe("dev", () => {
  it("starts all apps, shows one screen, and stops in order at each signal, also when it comes twice", async () => {
    await using database = await testDatabase();
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      await using running = await dev(database);
      await expect.poll(running.said, soon).toContain("A first call:");
      const [api, worker, pay] = running.ports;
      expect(await answers(api, "/readyz")).toBe(true);
      expect(await answers(worker, "/readyz")).toBe(true);
      expect(await answers(pay, "/")).toBe(true);
      expect(running.said()).toContain(`http://127.0.0.1:${api}/docs`);
      expect(running.said()).toContain(`http://localhost:${pay}`);
      running.child.kill(signal);
      running.child.kill(signal);
      expect(await running.ended).toBe(0);
      expect(running.said()).toMatch(/(?:api|worker|pay) +\S+ info +stopped.*\ndev +stopped\n$/);
      expect(await anybody(running.ports)).toBe(false);
    }
  }, 90_000);

  it("leaves nothing behind when it is killed", async () => {
    await using database = await testDatabase();
    await using running = await dev(database);
    await expect.poll(running.said, soon).toContain("A first call:");
    running.child.kill("SIGKILL");
    await expect.poll(() => anybody(running.ports), soon).toBe(false);
  });

  it("says in one line that a port is taken, and starts nothing", async () => {
    await using database = await testDatabase();
    const foreign = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => foreign.listen(port, "127.0.0.1", resolve));
    try {
      await using running = await dev(database, { WORKER_PORT: String(port) });
      expect(await running.ended).toBe(1);
      expect(running.said()).toBe(
        `Somebody else listens on port ${port} for the worker (WORKER_PORT). Stop that, perhaps another dev, or set another port.\n`,
      );
    } finally {
      foreign.close();
    }
  });

  it.each([
    [
      "a value that is wrong",
      { API_PORT: "x" },
      /^The environment is not valid:\n {2}API_PORT must be .*\n$/,
    ],
    ["another mode", { MODE: "sandbox" }, /^The environment is not valid:\n/],
    [
      "a Redis that is not there",
      { REDIS_URL: "redis://:secret@127.0.0.1:1" },
      /^Redis does not answer at redis:\/\/:\*\*\*@127\.0\.0\.1:1\. .*\n$/,
    ],
    [
      "an owner that is not named",
      { DATABASE_OWNER_URL: "" },
      /^DATABASE_URL names a Postgres of your own: set DATABASE_OWNER_URL as well.*\n$/,
    ],
  ])("says %s, and exits with 1", async (_what, env, expected) => {
    await using database = await testDatabase();
    await using running = await dev(database, env);
    expect(await running.ended).toBe(1);
    expect(running.said()).toMatch(expected);
  });
});
