import { event } from "@mainstay/contracts";
import { transaction } from "@mainstay/db";
import { queueBackends, testDatabase, testProcess } from "@mainstay/testing";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { LiveEvents } from "./live-events.ts";
import { publish } from "./publish.ts";

const happened = event("test.happened", { summary: "for tests", data: z.object({ n: z.int() }) });
const other = event("test.other", { summary: "for tests", data: z.object({ n: z.int() }) });

async function take(
  live: LiveEvents,
  count: number,
  after: string | null = null,
): Promise<{ id: string; data: { n: number } }[]> {
  const stop = new AbortController();
  const taken: { id: string; data: { n: number } }[] = [];
  for await (const { id, data } of live.watch([happened], { after, signal: stop.signal })) {
    taken.push({ id, data });
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
      await publish(tx, happened, { n: 0 });
      throw new Error("rolled back");
    });
    await expect(abandoned).rejects.toThrow("rolled back");
    for (const n of [1, 2, 3]) {
      await transaction(db, async (tx) => {
        await publish(tx, other, { n });
        await publish(tx, happened, { n });
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
});
