import { connect as connectTo, createServer, type Socket } from "node:net";
import { testDatabase, type TestDatabase } from "@mainstay/testing";
import pg from "pg";
import { describe, expect, inject, it, vi } from "vitest";
import type { ProcessBus } from "./bus.ts";
import { createPostgresBus } from "./bus-postgres.ts";
import { createRedisBus } from "./bus-redis.ts";
import { silent } from "./logger.ts";
import { createRedis } from "./redis.ts";

const redisUrl = inject("redisUrl");

interface Backend extends AsyncDisposable {
  /** As another process would have it. */
  bus(name: string): Promise<ProcessBus>;
  /** Ends the connection that a process listens on, as an operator or a failing network would. */
  cutOff(name: string): Promise<void>;
}

async function onPostgres(): Promise<Backend> {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  return {
    async bus(name) {
      return stack.use(
        createPostgresBus({ db: database.db, url: database.url, name, log: silent }),
      );
    },
    async cutOff(name) {
      const cut = await asAdmin(
        database,
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1",
        [`${name}:bus`],
      );
      expect(cut).toBe(1);
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function onRedis(): Promise<Backend> {
  const stack = new AsyncDisposableStack();
  const prefix = `test-${crypto.randomUUID()}`;
  const connections = (name: string) =>
    createRedis({ url: redisUrl ?? "", prefix, name: `${prefix}:${name}`, log: silent });
  const operator = stack.use(await connections("operator")).connect("calls");
  return {
    async bus(name) {
      return stack.use(createRedisBus({ redis: stack.use(await connections(name)), log: silent }));
    },
    async cutOff(name) {
      const clients = String(await operator.client("LIST")).split("\n");
      const listening = clients.find((line) => line.includes(`name=${prefix}:${name}:subscribe `));
      const id = /^id=(\d+)/.exec(listening ?? "")?.[1];
      expect(await operator.client("KILL", "ID", Number(id))).toBe(1);
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function asAdmin(database: TestDatabase, text: string, values: unknown[]): Promise<number> {
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  try {
    return (await admin.query(text, values)).rowCount ?? 0;
  } finally {
    await admin.end();
  }
}

const heardOn = (bus: ProcessBus, topic: string) => {
  const wake = vi.fn();
  const lost = vi.fn();
  const off = bus.on(topic, wake, lost);
  return { wake, lost, off };
};

describe.each([
  { name: "Postgres", backend: onPostgres },
  { name: "Redis", backend: onRedis },
])("the bus on $name", ({ name, backend }) => {
  const test = name === "Redis" && !redisUrl ? it.skip : it;

  test("a wake here reaches another process well within a second", async () => {
    await using at = await backend();
    const [here, there] = [await at.bus("here"), await at.bus("there")];
    await there.ready();
    const { wake } = heardOn(there, "orders");

    const since = performance.now();
    here.wake(["orders"]);
    await vi.waitFor(() => expect(wake).toHaveBeenCalled(), { interval: 2 });

    expect(performance.now() - since).toBeLessThan(500);
  });

  test("it reaches its own process once, and nobody who listens to another topic", async () => {
    await using at = await backend();
    const [here, there] = [await at.bus("here"), await at.bus("there")];
    await Promise.all([here.ready(), there.ready()]);
    const own = heardOn(here, "orders");
    const other = heardOn(there, "payouts");
    const answered = heardOn(here, "answer");
    there.on("orders", () => there.wake(["answer"]));

    here.wake(["orders"]);
    // By the time the answer is back, an echo of the first would be too.
    await vi.waitFor(() => expect(answered.wake).toHaveBeenCalled());

    expect(own.wake).toHaveBeenCalledTimes(1);
    expect(other.wake).not.toHaveBeenCalled();
  });

  test("many wakes at once become few messages, and each topic arrives", async () => {
    await using at = await backend();
    const [here, there] = [await at.bus("here"), await at.bus("there")];
    await there.ready();
    const topics = Array.from({ length: 20 }, (_, n) => `topic-${n}`);
    const heard = topics.map((topic) => heardOn(there, topic));

    for (let round = 0; round < 500; round += 1) here.wake(topics);
    await vi.waitFor(() => {
      for (const { wake } of heard) expect(wake).toHaveBeenCalled();
    });

    for (const { wake } of heard) expect(wake.mock.calls.length).toBeLessThan(5);
  });

  test("who listens to a prefix hears how each topic goes on, whoever said it", async () => {
    await using at = await backend();
    const [here, there] = [await at.bus("here"), await at.bus("there")];
    await there.ready();
    const [near, far] = [vi.fn(), vi.fn()];
    here.onPrefix("access:", near);
    there.onPrefix("access:", far);

    here.wake(["access:anna", "orders", "access:boris"]);

    await vi.waitFor(() => expect(far).toHaveBeenCalledTimes(2));
    expect(near.mock.calls.flat()).toEqual(["anna", "boris"]);
    expect(far.mock.calls.flat()).toEqual(["anna", "boris"]);
  });

  test("more topics than one message holds all arrive", async () => {
    await using at = await backend();
    const [here, there] = [await at.bus("here"), await at.bus("there")];
    await there.ready();
    const heard = vi.fn();
    there.onPrefix("access:", heard);

    here.wake(Array.from({ length: 2_000 }, () => `access:${crypto.randomUUID()}`));

    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(2_000));
  });

  test("who listens to a prefix is told when something may have been missed", async () => {
    await using at = await backend();
    const there = await at.bus("there");
    await there.ready();
    const lost = vi.fn();
    there.onPrefix("access:", () => {}, lost);

    await at.cutOff("there");

    await vi.waitFor(() => expect(lost).toHaveBeenCalledTimes(1), { timeout: 5_000 });
  });

  test("a listener whose connection is killed says lost, and hears again", async () => {
    await using at = await backend();
    const [here, there] = [await at.bus("here"), await at.bus("there")];
    await there.ready();
    for (let round = 1; round <= 3; round += 1) {
      const { wake, lost, off } = heardOn(there, "orders");

      await at.cutOff("there");
      await vi.waitFor(() => expect(lost).toHaveBeenCalledTimes(1), { timeout: 5_000 });
      here.wake(["orders"]);
      await vi.waitFor(() => expect(wake).toHaveBeenCalledTimes(1));

      off();
    }
  });

  test("who left hears nothing more, and one failing listener does not silence the next", async () => {
    await using at = await backend();
    const [here, there] = [await at.bus("here"), await at.bus("there")];
    await there.ready();
    const left = heardOn(there, "orders");
    left.off();
    there.on("orders", () => {
      throw new Error("a listener with a bug");
    });
    const stayed = heardOn(there, "orders");

    here.wake(["orders"]);
    await vi.waitFor(() => expect(stayed.wake).toHaveBeenCalled());

    expect(left.wake).not.toHaveBeenCalled();
  });

  test("what was said just before closing is still sent", async () => {
    await using at = await backend();
    const [here, there] = [await at.bus("here"), await at.bus("there")];
    await there.ready();
    const { wake } = heardOn(there, "orders");

    here.wake(["orders"]);
    await here.close();

    await vi.waitFor(() => expect(wake).toHaveBeenCalled());
  });
});

describe("the bus on Postgres", () => {
  it("notices a connection whose other end went silent", async () => {
    await using database = await testDatabase();
    await using proxy = await silentProxy(new URL(database.url));
    await using bus = createPostgresBus({
      db: database.db,
      url: proxy.url,
      name: "behind",
      log: silent,
      heartbeatMs: 50,
    });
    await bus.ready();
    const { lost } = heardOn(bus, "orders");

    proxy.goSilent();

    await vi.waitFor(() => expect(lost).toHaveBeenCalled(), { timeout: 5_000 });
  });

  it("starts without a server, and closes without one", async () => {
    await using database = await testDatabase();
    const url = "postgres://nobody@127.0.0.1:1/none";
    const bus = createPostgresBus({ db: database.db, url, name: "lonely", log: silent });
    const ready = bus.ready();

    await bus.close();

    await expect(ready).rejects.toThrow("closed");
  });
});

/** Passes everything on, until the connections that stand are told to pass nothing and say nothing. */
async function silentProxy(target: URL) {
  const pairs: [Socket, Socket][] = [];
  const server = createServer((near) => {
    const far = connectTo(Number(target.port), target.hostname);
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) socket.on("error", () => socket.destroy());
    pairs.push([near, far]);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new URL(target);
  url.port = String((server.address() as { port: number }).port);
  return {
    url: url.toString(),
    goSilent() {
      for (const [near, far] of pairs) {
        near.unpipe(far);
        far.unpipe(near);
      }
    },
    async [Symbol.asyncDispose]() {
      for (const socket of pairs.flat()) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
