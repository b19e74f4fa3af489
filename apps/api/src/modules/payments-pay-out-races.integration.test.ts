import { randomUUID } from "node:crypto";
import { reconcile } from "@mainstay/core";
import { endOverduePayOut } from "@mainstay/core/payments/pay-outs/end-overdue-pay-outs";
import { orderEvents, payOuts, traders, transaction } from "@mainstay/db";
import {
  type Called,
  type PayOutWorld,
  payOutWorld,
  testApi,
  testDatabase,
} from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

const rounds = 12;
const why = "because of this test";
const funds = 100_000_000_000n;

async function makeOverdue(world: PayOutWorld, orderId: string): Promise<void> {
  const past = { deadline: new Date(Date.now() - 60_000) };
  await world.api.services.db.update(payOuts).set(past).where(eq(payOuts.id, orderId));
}
const end = ({ api: { services } }: PayOutWorld, orderId: string) =>
  transaction(services.db, (tx) => endOverduePayOut(services, tx, orderId));

/** An order that somebody has in hand is left by the worker to its next look. */
async function offered(world: PayOutWorld, orderId: string): Promise<void> {
  while ((await world.row(orderId)).state === "matching") await world.offer();
}

/** Its history has a row for each version, and the books are right. */
async function sound(world: PayOutWorld, orderId: string): Promise<void> {
  const { version } = await world.row(orderId);
  const { db } = world.api.services;
  const events = await db.select().from(orderEvents).where(eq(orderEvents.orderId, orderId));
  expect(events).toHaveLength(version);
}
const clean = async ({ api }: PayOutWorld) =>
  expect((await reconcile(api.services.db, { by: "test" })).findings).toEqual([]);
const states = (answers: readonly Called[]): string[] =>
  answers.map(({ data, error }) => error?.reason ?? (data as { state: string }).state);

describe("at the same moment", () => {
  it("two traders who accept are one who has it, and the other is told to send nothing", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payOutWorld(api, { funds });
    const other = await world.another();
    for (let round = 0; round < rounds; round += 1) {
      const { id: orderId } = await world.create();
      const first = (await world.row(orderId)).traderId;
      await makeOverdue(world, orderId);
      // The first one's lease ends, the other is asked, and both say yes.
      const moved = end(world, orderId).then(() => offered(world, orderId));
      const told = await Promise.all([
        world.ask("accept", { orderId }, world.as.trader),
        world.ask("accept", { orderId }, other.as),
        moved.then(() => world.ask("accept", { orderId }, world.as.trader)),
        moved.then(() => world.ask("accept", { orderId }, other.as)),
      ]);
      const row = await world.row(orderId);
      expect(row.state).toBe("accepted");
      const won = row.traderId === world.trader.id ? [0, 2] : [1, 3];
      const lost = states(told).filter((_state, at) => !won.includes(at));
      expect(lost.filter((state) => !/pay_out_(unknown|offer_over)$/.test(state))).toEqual([]);
      expect(states(told)).toContain("accepted");
      expect([world.trader.id, other.trader.id]).toContain(first);
      await sound(world, orderId);
    }
    await clean(world);
  });

  it("accept, the end of the lease and cancel have one winner, whose journals are there", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payOutWorld(api, { funds });
    const ends = new Map<string, number>();
    for (let round = 0; round < rounds; round += 1) {
      const { id: orderId } = await world.create();
      await makeOverdue(world, orderId);
      const [accepted, lapsed, cancelled] = await Promise.all([
        world.ask("accept", { orderId }, world.as.trader),
        end(world, orderId),
        world.ask("cancel", { orderId }, world.as.merchant),
      ]);
      const { state } = await world.row(orderId);
      ends.set(state, (ends.get(state) ?? 0) + 1);
      // One that went back to matching can still be cancelled; else there is one winner.
      const won = { accepted: !accepted.error, cancelled: !cancelled.error, state };
      expect([
        { accepted: true, cancelled: false, state: "accepted" },
        { accepted: false, cancelled: true, state: "cancelled" },
      ]).toContainEqual(won);
      expect([state, lapsed?.state]).not.toEqual(["accepted", "matching"]);
      expect(await world.journals(orderId)).toEqual(
        state === "cancelled" ? ["held", "released"] : ["held"],
      );
      await sound(world, orderId);
      if (state === "accepted") await world.ask("decline", { orderId }, world.as.trader);
    }
    expect(ends.size).toBeGreaterThan(0);
    await clean(world);
  });

  it("accepting a proof, disputing it and the timer pay once or not at all", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payOutWorld(api, { funds });
    let paid = 0n;
    for (let round = 0; round < rounds; round += 1) {
      const { id: orderId } = await world.create();
      for (const step of ["accept", "startSending"])
        await world.ask(step, { orderId }, world.as.trader);
      const fileId = await world.proof(world.as.trader);
      await world.ask(
        "giveProof",
        { orderId, fileId, bankReference: randomUUID() },
        world.as.trader,
      );
      await makeOverdue(world, orderId);
      const all = [
        () => world.ask("disputeProof", { orderId, why }, world.as.merchant),
        () => world.ask("acceptProof", { orderId }, world.as.merchant),
        () => end(world, orderId),
        () => world.ask("reportTrouble", { orderId, why }, world.as.trader),
      ];
      const turned = [...all.slice(round % 4), ...all.slice(0, round % 4)];
      await Promise.all(turned.map((ask): Promise<unknown> => ask()));
      const { state } = await world.row(orderId);
      expect(["completed", "needs_support"]).toContain(state);
      if (state === "completed") paid += 100_000_000n;
      expect(await world.journals(orderId)).toEqual(
        state === "completed" ? ["held", "settled"] : ["held"],
      );
      await sound(world, orderId);
    }
    expect((await world.money())["trader.collateral"] ?? 0n).toBe(paid);
    await clean(world);
  });

  it("who accepts an offer, or a proof, several times is answered with what the first did", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payOutWorld(api);
    const { id: orderId } = await world.create();
    const many = (step: string, as: string) =>
      Promise.all(Array.from({ length: 8 }, () => world.ask(step, { orderId }, as)));
    const accepted = await many("accept", world.as.trader);
    for (const { data } of accepted) expect(data).toEqual(accepted[0]?.data);
    expect(accepted[0]?.data).toMatchObject({ state: "accepted", sequence: 3 });
    await world.ask("startSending", { orderId }, world.as.trader);
    const fileId = await world.proof(world.as.trader);
    await world.ask("giveProof", { orderId, fileId, bankReference: "1" }, world.as.trader);
    const completed = await many("acceptProof", world.as.merchant);
    for (const { data } of completed) expect(data).toEqual(completed[0]?.data);
    expect(completed[0]?.data).toMatchObject({ state: "completed", sequence: 6 });
    expect(await world.money()).toMatchObject({ "merchant.balance": 895_000_000n });
    await clean(world);
  });

  it("workers who offer have each order offered once, and nobody more than he takes at once", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payOutWorld(api, { funds });
    const { db } = api.services;
    await world.another();
    await db.update(traders).set({ parallelCap: 3 });
    await Promise.all(Array.from({ length: 10 }, () => world.create()));
    for (let look = 0; look < 4; look += 1)
      await Promise.all([world.offer(), world.offer(), world.offer()]);
    const rows = await db.select().from(payOuts);
    const offered = rows.filter(({ state }) => state === "offered");
    const counts = new Map<string | null, number>();
    for (const { traderId } of offered) counts.set(traderId, (counts.get(traderId) ?? 0) + 1);
    expect([...counts.values()]).toEqual([3, 3]);
    expect(rows.filter(({ state }) => state === "matching")).toHaveLength(4);
    for (const { version, state } of rows) expect(version).toBe(state === "offered" ? 2 : 1);
  });
});
