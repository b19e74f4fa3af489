import { job } from "@mainstay/contracts";
import { enqueue } from "@mainstay/core";
import { type Db, outbox, transaction } from "@mainstay/db";
import { testDatabase } from "@mainstay/testing";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { bindHandlers } from "./job-handlers.ts";
import { startRelay } from "./outbox-relay.ts";
import type { QueueStore } from "./queues.ts";

const greet = job("test.greet", {
  queue: "test",
  summary: "Say hello",
  payload: z.object({ name: z.string() }),
});
const bus = { wake() {}, on: () => () => {}, onPrefix: () => () => {} };
const jobs = bindHandlers({ greet }, { greet: async () => {} });

const promiseAll = (db: Db, names: readonly string[]) =>
  transaction(db, async (tx) => {
    for (const name of names) enqueue(tx, greet, { name });
  });
const states = async (db: Db) => {
  const rows = await db.select().from(outbox).orderBy(outbox.id);
  return rows.map((row) => `${(row.payload as { name: string }).name}: ${row.state}`);
};

/** A store that takes no job of this name. */
function refusing(refused: string, find: QueueStore["find"]) {
  const taken: string[] = [];
  const store: QueueStore = {
    async add(_queue, entries) {
      const names = entries.map(({ carried }) => (carried.payload as { name: string }).name);
      if (names.includes(refused)) throw new Error(`refused ${refused}`);
      taken.push(...names);
    },
    find,
  };
  return { store, taken };
}

describe("the relay", () => {
  it("leaves behind what its queue refuses, says so, and moves the rest", async () => {
    await using database = await testDatabase();
    const { db } = database;
    const error = vi.fn<(fields: object, message: string) => void>();
    const log = { debug() {}, info() {}, warn() {}, error, child: () => log };
    const { store, taken } = refusing("bad", async () => "missing");
    await promiseAll(db, ["one", "bad", "two"]);

    const relay = startRelay({
      db,
      bus,
      queues: store,
      jobs,
      log,
      timing: { pollMs: 20, batch: 3 },
    });
    await expect.poll(() => states(db)).toEqual(["one: moved", "bad: pending", "two: moved"]);
    await promiseAll(db, ["three"]);
    await expect.poll(async () => (await states(db)).at(-1)).toBe("three: moved");
    await relay.stop();

    expect(taken).toEqual(["one", "two", "three"]);
    const [bad] = (await db.select().from(outbox)).filter(({ state }) => state === "pending");
    expect(bad?.runAt.getTime()).toBeGreaterThan(Date.now() + 50_000);
    expect(error.mock.calls).toEqual([
      [expect.objectContaining({ job: "test.greet", jobId: bad?.id }), expect.any(String)],
    ]);
  });

  it("puts nothing off while the queue cannot be reached", async () => {
    await using database = await testDatabase();
    const { db } = database;
    const warn = vi.fn<(fields: object, message: string) => void>();
    const log = { debug() {}, info() {}, warn, error() {}, child: () => log };
    const { store } = refusing("one", () => Promise.reject(new Error("away")));
    await promiseAll(db, ["one"]);

    const relay = startRelay({ db, bus, queues: store, jobs, log, timing: { pollMs: 20 } });
    await expect.poll(() => warn.mock.calls.length).toBeGreaterThan(2);
    await relay.stop();

    const [row] = await db.select().from(outbox);
    expect(row?.state).toBe("pending");
    expect(row?.runAt.getTime()).toBeLessThanOrEqual(Date.now());
  });
});
