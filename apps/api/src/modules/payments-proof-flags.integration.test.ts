import {
  addTestProof,
  call,
  type PayInWorld,
  payInWorld,
  testApi,
  testDatabase,
  testProofFile,
} from "@mainstay/testing";
import { describe, expect, it } from "vitest";

async function flagsOf({ api, as }: PayInWorld, orderId: string) {
  const asked = { as: as.support, by: "query" as const };
  const { data } = await call(api.url, "payments.fraud.flags", { orderId }, asked);
  const { items } = data as { items: { rule: string; about: string }[] };
  return items.map(({ rule, about }) => `${rule} ${about}`).toSorted();
}
describe("a proof that another order has, too", () => {
  it("flags both orders and refuses nothing, by its bytes and by its bank reference however it is typed", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { as } = world;
    const [a, b, c, d] = [
      (await world.create()).id,
      (await world.create()).id,
      (await world.create()).id,
      (await world.create()).id,
    ];
    const give = async (orderId: string, text: string, bankReference?: string) =>
      addTestProof(
        api,
        { orderId, fileId: await testProofFile(api, as.merchant, text), bankReference },
        as.merchant,
      );
    await give(a, "one", "A1 b2");
    await give(a, "two", "a1B2");
    expect(await flagsOf(world, a)).toEqual([]);
    await give(b, "one");
    expect(await flagsOf(world, a)).toEqual([`proof_repeated ${b}`]);
    expect(await flagsOf(world, b)).toEqual([`proof_repeated ${a}`]);
    await give(c, "three", "Ａ１B2");
    expect(await flagsOf(world, a)).toEqual([
      `bank_reference_repeated ${c}`,
      `proof_repeated ${b}`,
    ]);
    expect(await flagsOf(world, c)).toEqual([`bank_reference_repeated ${a}`]);
    // A third one finds one of those that have it, which were flagged before.
    await give(d, "one", "other");
    expect(await flagsOf(world, d)).toHaveLength(1);
    expect(await flagsOf(world, b)).toEqual([`proof_repeated ${a}`]);
  });

  it("flags both also where they are shown at the same moment, round after round", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { as } = world;
    // Ten such orders are as many as its card takes at once, and its collateral bears.
    const money = { amount: "1000", currency: "RUB" };
    for (let round = 0; round < 5; round += 1) {
      const [a, b] = [(await world.create({ money })).id, (await world.create({ money })).id];
      const text = `at once ${round}`;
      const uploads = await Promise.all([
        testProofFile(api, as.merchant, text),
        testProofFile(api, as.trader, text),
      ]);
      const bankReference = `R-${round}`;
      await Promise.all([
        addTestProof(api, { orderId: a, fileId: uploads[0], bankReference }, as.merchant),
        addTestProof(api, { orderId: b, fileId: uploads[1], bankReference }, as.trader),
      ]);
      expect(await flagsOf(world, a)).toEqual([
        `bank_reference_repeated ${b}`,
        `proof_repeated ${b}`,
      ]);
      expect(await flagsOf(world, b)).toEqual([
        `bank_reference_repeated ${a}`,
        `proof_repeated ${a}`,
      ]);
    }
  });
});
