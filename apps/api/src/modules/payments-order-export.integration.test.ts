import { randomUUID } from "node:crypto";
import {
  call,
  leadPerson,
  payInWorld,
  payOutWorld,
  type TestApi,
  testApi,
  testDatabase,
} from "@mainstay/testing";
import { describe, expect, it } from "vitest";

interface Exported {
  readonly csv: string;
  readonly rows: number;
  readonly nextCursor: string | null;
}
async function exported(
  api: TestApi,
  group: "payIns" | "payOuts",
  input: object,
  as: string,
): Promise<Exported> {
  const told = await call(api.url, `payments.${group}.export`, input, { as, by: "query" });
  if (told.error) throw new Error(JSON.stringify(told.error));
  return told.data as Exported;
}
/** By the header's names; none of these texts has a comma or a quote. */
function linesOf(csv: string): Record<string, string>[] {
  const [header = "", ...lines] = csv.trimEnd().split("\r\n");
  const names = header.split(",");
  return lines.map((line) =>
    Object.fromEntries(line.split(",").map((cell, at) => [names[at] ?? "", cell])),
  );
}
const columnsOf = (csv: string): string[] => (csv.split("\r\n")[0] ?? "").split(",");

const common = "id reference state method bank currency amount rate createdAt endedAt".split(" ");
const ofPayIns = [
  ...common,
  ..."requisite payable received valueUsdt assignedAt claimedAt".split(" "),
];
const ofPayOuts = [...common, ..."number acceptedAt provedAt".split(" ")];
const own = {
  payIns: {
    merchant: [...ofPayIns, "storeId", "payerId", "feeUsdt", "creditedUsdt", "metadata"],
    trader: [...ofPayIns, "traderId", "traderFeeUsdt"],
    lead: [...ofPayIns, "teamId", "traderId", "traderFeeUsdt", "commissionUsdt"],
  },
  payOuts: {
    merchant: [...ofPayOuts, "storeId", "holder", "valueUsdt", "feeUsdt", "metadata"],
    trader: [...ofPayOuts, "traderId", "worthUsdt", "traderFeeUsdt"],
    lead: [...ofPayOuts, "teamId", "traderId", "worthUsdt", "traderFeeUsdt", "commissionUsdt"],
  },
};
const backOffice = {
  payIns: ["merchantId", "fraudScore", "fraudRules"],
  payOuts: ["merchantId"],
};

describe.each(["payIns", "payOuts"] as const)("the export of %s", (group) => {
  it("has each side's own columns, and support all of them", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await (group === "payIns" ? payInWorld(api) : payOutWorld(api));
    await world.create({ reference: "A-1" });
    const { merchant, trader, support } = world.as;
    const lead = await leadPerson(api, world.trader.teamId);
    const sides = { merchant, trader, lead };
    for (const [side, as] of Object.entries(sides)) {
      const { csv, rows, nextCursor } = await exported(api, group, {}, as);
      expect({ side, rows, nextCursor }).toEqual({ side, rows: 1, nextCursor: null });
      const expected = own[group][side as keyof typeof sides];
      expect(columnsOf(csv).toSorted()).toEqual(expected.toSorted());
      expect(csv).toContain("A-1");
    }
    const { csv } = await exported(api, group, {}, support);
    const all = new Set([...Object.values(own[group]).flat(), ...backOffice[group]]);
    expect(columnsOf(csv).toSorted()).toEqual([...all].toSorted());
  });

  it("goes on from its cursor, oldest first, with one header", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await (group === "payIns" ? payInWorld(api) : payOutWorld(api));
    const ids: string[] = [];
    for (const reference of ["A-1", "A-2", "A-3"]) ids.push((await world.create({ reference })).id);
    const { merchant } = world.as;
    const first = await exported(api, group, { limit: 2 }, merchant);
    const rest = await exported(api, group, { limit: 2, cursor: first.nextCursor }, merchant);
    expect([first.rows, rest.rows, rest.nextCursor]).toEqual([2, 1, null]);
    expect(linesOf(first.csv + rest.csv).map(({ id }) => id)).toEqual(ids);
    const filtered = await exported(api, group, { search: "A-2", sort: "newest" }, merchant);
    expect(linesOf(filtered.csv).map(({ id }) => id)).toEqual([ids[1]]);
  });
});

describe("the export of pay-ins", () => {
  it("tells sums with their currencies' digits, and times", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { id } = await world.create({ payer: { id: "payer-7" } });
    await world.ask("claimPaid", { orderId: id }, world.as.merchant);
    await world.ask("confirm", { orderId: id }, world.as.trader);
    const { csv } = await exported(api, "payIns", {}, world.as.support);
    const [line] = linesOf(csv);
    expect(line).toMatchObject({
      id,
      merchantId: world.store.merchantId,
      storeId: world.store.id,
      teamId: world.trader.teamId,
      traderId: world.trader.id,
      payerId: "payer-7",
      state: "completed",
      bank: "sber",
      requisite: world.requisite.numberMasked,
      currency: "RUB",
      amount: "10000.00",
      payable: "10000.00",
      received: "",
      valueUsdt: "100.000000",
      feeUsdt: "5.000000",
      traderFeeUsdt: "2.000000",
      commissionUsdt: "0.500000",
      metadata: "{}",
      claimedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      endedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(csv).not.toContain(world.requisite.number);
  });

  it("lets nothing that a merchant wrote become a formula", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    await world.create({
      reference: '=HYPERLINK("http://x")',
      payer: { id: "@cmd" },
      metadata: { a: ";=1+1" },
    });
    const { csv } = await exported(api, "payIns", {}, world.as.support);
    expect(csv).toContain(`"'=HYPERLINK(""http://x"")"`);
    expect(csv).toContain(",'@cmd,");
    expect(csv).toContain(";'=1+1");
  });

  it("is a file's text by REST, and has a header where there is nothing", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const headers = { authorization: `Bearer ${world.as.trader}` };
    const query = new URLSearchParams({ reference: randomUUID() }).toString();
    const answer = await fetch(`${api.url}/api/v1/payments/pay-ins.csv?${query}`, { headers });
    expect(await answer.json()).toEqual({
      csv: expect.stringMatching(/^id,reference,.*\r\n$/),
      rows: 0,
      nextCursor: null,
    });
  });
});
