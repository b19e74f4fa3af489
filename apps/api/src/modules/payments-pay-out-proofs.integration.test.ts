import { fraudFlags, orderProofs } from "@mainstay/db";
import { type PayOutWorld, payOutWorld, testApi, testDatabase } from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

const why = "because of this test";

/** Whoever has it accepts it and begins to send. */
async function begin({ ask }: PayOutWorld, orderId: string, as: string): Promise<void> {
  for (const step of ["accept", "startSending"])
    expect((await ask(step, { orderId }, as)).error).toBeNull();
}
async function give(
  { ask, proof }: PayOutWorld,
  orderId: string,
  as: string,
  { text, bankReference }: { text: string; bankReference: string },
) {
  const fileId = await proof(as, text);
  return ask("giveProof", { orderId, fileId, bankReference }, as);
}
const flagsOf = async ({ api }: PayOutWorld, orderId: string) =>
  (await api.services.db.select().from(fraudFlags).where(eq(fraudFlags.orderId, orderId)))
    .map(({ rule, about }) => ({ rule, about }))
    .toSorted((a, b) => (a.rule < b.rule ? -1 : 1));

/** One that a trader has shown something for, that support found not to be sent, and that another one has now. */
async function rematched(world: PayOutWorld) {
  const { id: orderId } = await world.create();
  await begin(world, orderId, world.as.trader);
  const shown = { text: "the first receipt", bankReference: "REF-1" };
  expect((await give(world, orderId, world.as.trader, shown)).error).toBeNull();
  await world.ask("disputeProof", { orderId, why }, world.as.merchant);
  const again = { orderId, as: "not_sent", again: true, why };
  expect((await world.ask("resolve", again, world.as.support)).error).toBeNull();
  const { as } = await world.another();
  await world.offer();
  await begin(world, orderId, as);
  return { orderId, as };
}

describe("a proof of a pay-out", () => {
  it("that is given again, as another file of the same bytes, is answered as before", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payOutWorld(api);
    const { id: orderId } = await world.create();
    await begin(world, orderId, world.as.trader);
    const shown = { text: "a receipt", bankReference: "ref 1" };
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => give(world, orderId, world.as.trader, shown)),
    );
    for (const { data, error } of answers) {
      expect(error).toBeNull();
      expect(data).toEqual(answers[0]?.data);
    }
    expect(await database.db.select().from(orderProofs)).toMatchObject([{ bankReference: "REF1" }]);
    expect(await flagsOf(world, orderId)).toEqual([]);
    const other = await give(world, orderId, world.as.trader, { ...shown, text: "another" });
    expect(other.error).toMatchObject({ reason: "payments.pay_out_state" });
  });

  it("that somebody else showed for it before is refused and flagged, and what comes instead waits for support", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payOutWorld(api);
    const { orderId, as } = await rematched(world);
    const same = { text: "the first receipt", bankReference: "REF-2" };
    for (let time = 0; time < 2; time += 1)
      expect((await give(world, orderId, as, same)).error).toMatchObject({
        reason: "payments.proof_shown_before",
        kind: "conflict",
        details: { orderId },
      });
    expect(await world.row(orderId)).toMatchObject({ state: "sending" });
    expect(await flagsOf(world, orderId)).toEqual([{ rule: "proof_repeated", about: orderId }]);
    const own = { text: "his own", bankReference: "REF-2" };
    expect((await give(world, orderId, as, own)).data).toMatchObject({ state: "proof_uploaded" });
    await world.overdue(orderId);
    expect(await world.row(orderId)).toMatchObject({ state: "needs_support" });
  });

  it("whose bank reference somebody else showed for it before is flagged, however it is typed", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payOutWorld(api);
    const { orderId, as } = await rematched(world);
    const shown = { text: "his own", bankReference: "ｒef - 1" };
    expect((await give(world, orderId, as, shown)).data).toMatchObject({ state: "proof_uploaded" });
    expect(await flagsOf(world, orderId)).toEqual([
      { rule: "bank_reference_repeated", about: orderId },
    ]);
    await world.overdue(orderId);
    expect(await world.row(orderId)).toMatchObject({ state: "needs_support" });
  });

  it("that is nobody's but this trader's is not flagged by what was shown before", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payOutWorld(api);
    const { orderId, as } = await rematched(world);
    const shown = { text: "his own", bankReference: "REF-2" };
    expect((await give(world, orderId, as, shown)).error).toBeNull();
    expect(await flagsOf(world, orderId)).toEqual([]);
    await world.overdue(orderId);
    expect(await world.row(orderId)).toMatchObject({ state: "completed" });
  });
});
