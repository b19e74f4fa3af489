import { event } from "@mainstay/contracts";
import { type Db, liveEvents, transaction } from "@mainstay/db";
import { queueBackends, testDatabase, testProcess } from "@mainstay/testing";
import { lte } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import type { Mark, Tracked } from "../../context.ts";
import type { Bus } from "../../ports.ts";
import { stampFeed } from "../feed/feed.ts";
import { type LiveEvents, LiveFeed } from "./live-events.ts";
import { publish } from "./publish.ts";

const happened = event("test.happened", { summary: "for tests", data: z.object({ n: z.int() }) });
const other = event("test.other", { summary: "for tests", data: z.object({ n: z.int() }) });

const isMark = (told: Mark | Tracked<unknown>): told is Mark => "resumed" in told;

const stampAll = async (db: Db): Promise<void> => {
  while (await stampFeed(db, liveEvents));
};

const silentLog = { debug() {}, info() {}, warn() {}, error() {}, child: () => silentLog };

async function take(
  live: LiveEvents,
  count: number,
  after: string | null = null,
): Promise<{ id: string; data: { n: number } }[]> {
  const stop = new AbortController();
  const taken: { id: string; data: { n: number } }[] = [];
  const watching = live.watch([happened], { after, signal: stop.signal }, ({ data }) => data);
  for await (const told of watching) {
    if (isMark(told)) continue;
    taken.push(told);
    if (taken.length === count) stop.abort();
  }
  return taken;
}

describe.each(queueBackends())("live events on $name", (on) => {
  it("reach watchers in another process, in order, only those asked for, and only once committed", async () => {
    await using database = await testDatabase();
    await using here = await testProcess(database, { on });
    await using there = await testProcess(database, { on });
    const watched = take(there.services.live, 3, "0");
    const { db } = here.services;
    const abandoned = transaction(db, async (tx) => {
      publish(tx, happened, { n: 0 });
      throw new Error("rolled back");
    });
    await expect(abandoned).rejects.toThrow("rolled back");
    for (const n of [1, 2, 3]) {
      await transaction(db, async (tx) => {
        publish(tx, other, { n });
        publish(tx, happened, { n });
      });
    }
    expect((await watched).map(({ data }) => data.n)).toEqual([1, 2, 3]);
  });

  it("are replayed after the last id that a client saw", async () => {
    await using database = await testDatabase();
    await using here = await testProcess(database, { on });
    const all = take(here.services.live, 5, "0");
    for (const n of [1, 2, 3, 4, 5]) {
      await transaction(here.services.db, (tx) => publish(tx, happened, { n }));
    }
    const third = (await all)[2];
    const replayed = await take(here.services.live, 2, third?.id);
    expect(replayed.map(({ data }) => data.n)).toEqual([4, 5]);
  });

  it("start from now after an id that the feed has not reached, as after a restored database", async () => {
    await using database = await testDatabase();
    await using here = await testProcess(database, { on });
    const { db, live } = here.services;
    await transaction(db, (tx) => publish(tx, happened, { n: 1 }));
    const stop = new AbortController();
    const watching = live.watch(
      [happened],
      { after: "900", signal: stop.signal },
      ({ data }) => data,
    );
    expect((await watching.next()).value).toEqual({ id: "1", resumed: false });

    await transaction(db, (tx) => publish(tx, happened, { n: 2 }));

    expect((await watching.next()).value).toMatchObject({ id: "2", data: { n: 2 } });
    stop.abort();
    await watching.return(undefined);
  });

  it("begin with where they begin: nothing that happens after the mark is missed, however it comes back", async () => {
    await using database = await testDatabase();
    await using here = await testProcess(database, { on });
    const { db, live } = here.services;
    const happen = (n: number) => transaction(db, (tx) => publish(tx, happened, { n }));
    const begin = async (after: string | null) => {
      const stop = new AbortController();
      const { signal } = stop;
      const watching = live.watch([happened], { after, signal }, ({ data }) => data.n);
      const { value: mark } = await watching.next();
      return {
        mark,
        next: async () => (await watching.next()).value,
        end: async () => {
          stop.abort();
          await watching.return(undefined);
        },
      };
    };
    await happen(1);
    const first = await begin(null);
    expect(first.mark).toEqual({ id: "1", resumed: false });
    await first.end();
    await happen(2);
    const again = await begin("1");
    expect(again.mark).toEqual({ id: "1", resumed: true });
    expect(await again.next()).toEqual({ id: "2", data: 2 });
    await again.end();

    await happen(3);
    await stampAll(db);
    await db.delete(liveEvents).where(lte(liveEvents.position, 2));
    const late = await begin("1");
    // It can be taken up again where what is left begins.
    expect(late.mark).toEqual({ id: "2", resumed: false });
    expect(await late.next()).toEqual({ id: "3", data: 3 });
    await late.end();
    const atEnd = await begin("3");
    expect(atEnd.mark).toEqual({ id: "3", resumed: true });
    await atEnd.end();
  });

  it("that happened before reach who comes while others watch", async () => {
    await using database = await testDatabase();
    await using here = await testProcess(database, { on });
    const { db, live } = here.services;
    const longHere = take(live, 4, "0");
    for (const n of [1, 2, 3]) await transaction(db, (tx) => publish(tx, happened, { n }));
    await ready(live);

    expect((await take(live, 2, "1")).map(({ data }) => data.n)).toEqual([2, 3]);

    await transaction(db, (tx) => publish(tx, happened, { n: 4 }));
    expect((await longHere).map(({ data }) => data.n)).toEqual([1, 2, 3, 4]);
  });
});

/** A watcher that is waiting for what is to come has looked. */
const ready = async (live: LiveEvents): Promise<void> => {
  await take(live, 1, "0");
};

describe("a process in which many watch", () => {
  it("asks as often while nothing happens as where one does, and reads only what is new", async () => {
    await using database = await testDatabase();
    await using here = await testProcess(database);
    const { db } = here.services;
    const polls: (() => void)[] = [];
    const bus: Bus = {
      wake() {},
      on: (_, wake) => (polls.push(wake), () => {}),
      onPrefix: () => () => {},
    };
    const live = new LiveFeed({ db, bus, log: silentLog });
    const stop = new AbortController();
    for (let n = 0; n < 20; n += 1) await transaction(db, (tx) => publish(tx, other, { n }));
    const asked = vi.spyOn(db.$client, "query");
    const texts = (): string[] =>
      asked.mock.calls.map(([query]) => (query as unknown as { text: string }).text);
    const reads = (): number =>
      texts().filter((text) => text.includes('from "live_events"')).length;

    const watching = Array.from({ length: 50 }, () =>
      live.watch([happened], { after: "0", signal: stop.signal }, ({ data }) => data),
    );
    for (const { value } of await Promise.all(watching.map((one) => one.next()))) {
      expect(value).toMatchObject({ id: "0" });
    }
    // All of them had the same backlog, which was read once.
    expect(reads()).toBe(1);
    asked.mockClear();
    const watched = watching.map((one) => one.next());
    const rounds = 5;
    for (let round = 1; round <= rounds; round += 1) {
      polls[0]?.();
      await expect
        .poll(() => texts().filter((text) => text.includes('from "feeds"')).length)
        .toBeGreaterThanOrEqual(round);
    }
    // Two a poll: stamp, and where the end is. The feed's own timer may have polled meanwhile.
    expect(asked.mock.calls.length).toBeLessThanOrEqual(2 * (rounds + 3));
    expect(reads()).toBe(0);

    await transaction(db, (tx) => publish(tx, happened, { n: 1 }));
    polls[0]?.();
    for (const { value } of await Promise.all(watched)) expect(value).toMatchObject({ id: "21" });
    // What is new is read once for all of them.
    expect(reads()).toBe(1);
    stop.abort();
    live.close();
  });

  it("tells each watcher everything it asked for, in order and once, wherever it began", async () => {
    await using database = await testDatabase();
    await using here = await testProcess(database);
    const { db, live } = here.services;
    const stop = new AbortController();
    const told = new Map<string, number[]>();
    const watch = async (
      name: string,
      kinds: (typeof happened | typeof other)[],
      after: string,
    ) => {
      const seen: number[] = [];
      told.set(name, seen);
      const events = live.watch(kinds, { after, signal: stop.signal }, ({ data }) => data.n);
      for await (const event of events) if (!isMark(event)) seen.push(event.data);
    };
    const happen = async (from: number, to: number): Promise<void> => {
      for (let n = from; n < to; n += 1) {
        await transaction(db, (tx) => publish(tx, n % 3 === 0 ? other : happened, { n }));
      }
    };
    const watching = [watch("both", [happened, other], "0"), watch("one", [happened], "0")];
    await happen(0, 30);
    watching.push(watch("late", [other], "0"), watch("from 10", [happened, other], "10"));
    await Promise.all([happen(30, 60), happen(60, 90)]);
    await expect
      .poll(() => [...told.values()].map((seen) => seen.length))
      .toEqual([90, 60, 30, 80]);
    stop.abort();
    await Promise.all(watching);

    const both = told.get("both") ?? [];
    expect(both.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 90 }, (_, n) => n));
    expect(told.get("one")).toEqual(both.filter((n) => n % 3 !== 0));
    expect(told.get("late")).toEqual(both.filter((n) => n % 3 === 0));
    expect(told.get("from 10")).toEqual(both.slice(10));
  });
});

describe("a database that was restored while somebody watched", () => {
  it("is told of by what happens in it, though positions come again", async () => {
    await using database = await testDatabase();
    await using here = await testProcess(database);
    const { db, live } = here.services;
    const stop = new AbortController();
    const seen: number[] = [];
    const read = ({ data }: { data: { n: number } }): number => data.n;
    const began = Promise.withResolvers<void>();
    const watching = (async () => {
      const from = { after: null, signal: stop.signal };
      for await (const told of live.watch([happened], from, read)) {
        if (isMark(told)) began.resolve();
        else seen.push(told.data);
      }
    })();
    await began.promise;
    const happen = (n: number) => transaction(db, (tx) => publish(tx, happened, { n }));
    for (const n of [1, 2]) {
      await happen(n);
      await expect.poll(() => seen).toHaveLength(n);
    }
    await db.delete(liveEvents);
    await database.admin("update feeds set last_position = 0");
    await happen(3);
    // Whoever comes now looks, and so does the process for all.
    expect(await markOf(live)).toBe("1");
    await happen(4);
    await expect.poll(() => seen.at(-1), { timeout: 5_000 }).toBe(4);
    stop.abort();
    await watching;
    expect(seen.slice(0, 2)).toEqual([1, 2]);
  });
});

const markOf = async (live: LiveEvents): Promise<string | undefined> => {
  const watching = live.watch(
    [happened],
    { after: null, signal: new AbortController().signal },
    () => 0,
  );
  const { value } = await watching.next();
  await watching.return(undefined);
  return value?.id;
};

describe("a watcher whose client takes nothing for longer than events are kept", () => {
  it("is cut, and learns when it comes back that something is missing", async () => {
    await using database = await testDatabase();
    await using here = await testProcess(database);
    const { db, live } = here.services;
    const { signal } = new AbortController();
    for (const n of [1, 2, 3]) await transaction(db, (tx) => publish(tx, happened, { n }));
    const watching = live.watch([happened], { after: "0", signal }, ({ data }) => data.n);
    await watching.next();
    expect((await watching.next()).value).toEqual({ id: "1", data: 1 });
    expect((await watching.next()).value).toEqual({ id: "2", data: 2 });
    expect((await watching.next()).value).toEqual({ id: "3", data: 3 });
    for (const n of [4, 5]) await transaction(db, (tx) => publish(tx, happened, { n }));
    await stampAll(db);
    await db.delete(liveEvents).where(lte(liveEvents.position, 4));

    await expect(watching.next()).rejects.toMatchObject({ reason: "request.unavailable" });

    const again = live.watch([happened], { after: "3", signal }, ({ data }) => data.n);
    expect((await again.next()).value).toEqual({ id: "4", resumed: false });
    expect((await again.next()).value).toEqual({ id: "5", data: 5 });
    await again.return(undefined);
  });

  it("is cut as well where the events went between the mark and the first read", async () => {
    await using database = await testDatabase();
    await using here = await testProcess(database);
    const { db, live } = here.services;
    const { signal } = new AbortController();
    for (const n of [1, 2, 3]) await transaction(db, (tx) => publish(tx, happened, { n }));
    const watching = live.watch([happened], { after: "1", signal }, ({ data }) => data.n);
    expect((await watching.next()).value).toEqual({ id: "1", resumed: true });
    await db.delete(liveEvents).where(lte(liveEvents.position, 2));

    await expect(watching.next()).rejects.toMatchObject({ reason: "request.unavailable" });
  });
});

describe("events that were swept while nobody watched", () => {
  it.each([1, 2, 3])("are missing for each of %i that come back at once", async (many) => {
    await using database = await testDatabase();
    await using here = await testProcess(database);
    const { db, live } = here.services;
    for (const n of [1, 2, 3, 4, 5, 6]) await transaction(db, (tx) => publish(tx, happened, { n }));
    await stampAll(db);
    await db.delete(liveEvents).where(lte(liveEvents.position, 4));
    const { signal } = new AbortController();
    const begin = (after: string) =>
      live.watch([happened], { after, signal }, ({ data }) => data.n);

    const watching = Array.from({ length: many }, () => begin("1"));
    const firsts = await Promise.all(watching.map((one) => one.next()));
    for (const { value } of firsts) expect(value).toEqual({ id: "4", resumed: false });
    for (const one of watching) {
      expect((await one.next()).value).toEqual({ id: "5", data: 5 });
      expect((await one.next()).value).toEqual({ id: "6", data: 6 });
    }
    const whole = begin("4");
    expect((await whole.next()).value).toEqual({ id: "4", resumed: true });
    for (const one of [...watching, whole]) await one.return(undefined);
  });
});

describe("a watcher that is told nothing", () => {
  it("learns how far it has come, and misses nothing when it comes back from there", async () => {
    await using database = await testDatabase();
    await using here = await testProcess(database);
    const { db, bus } = here.services;
    const live = new LiveFeed({ db, bus, log: silentLog, marksEveryMs: 20 });
    const { signal } = new AbortController();
    const watch = (after: string | null) =>
      live.watch([happened], { after, signal }, ({ data }) => (data.n < 0 ? undefined : data.n));
    const watching = watch(null);
    expect((await watching.next()).value).toEqual({ id: "0", resumed: false });
    // Of another kind, and what its reader tells nothing of.
    await transaction(db, (tx) => publish(tx, other, { n: 1 }));
    expect((await watching.next()).value).toEqual({ id: "1", resumed: true });
    await transaction(db, (tx) => publish(tx, happened, { n: -1 }));
    expect((await watching.next()).value).toEqual({ id: "2", resumed: true });

    await db.delete(liveEvents);
    const again = watch("2");
    expect((await again.next()).value).toEqual({ id: "2", resumed: true });
    await again.return(undefined);
    // Where nothing passed there is nothing to say.
    const next = watching.next();
    await transaction(db, (tx) => publish(tx, happened, { n: 3 }));
    expect((await next).value).toEqual({ id: "3", data: 3 });
    await watching.return(undefined);
    live.close();
  });
});
