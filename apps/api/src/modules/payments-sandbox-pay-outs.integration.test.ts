import { randomUUID } from "node:crypto";
import { reconcile } from "@mainstay/core";
import { files, fraudFlags } from "@mainstay/db";
import {
  call,
  sandboxWorld,
  testApi,
  testDatabase,
  testKeys,
  traderPerson,
} from "@mainstay/testing";
import { describe, expect, it } from "vitest";

type Step = string | readonly [string, object];
const proves = (bankReference: string): Step => ["trader_proves", { bankReference }];

/** What is played, and the states that it leads through. */
const stories: readonly (readonly [string, readonly (readonly [Step, string])[]])[] = [
  [
    "the trader sends it and shows it, and the time accepts; the bank returns it",
    [
      ["trader_accepts", "accepted"],
      ["trader_accepts", "accepted"],
      ["trader_starts", "sending"],
      [proves("A-1"), "proof_uploaded"],
      ["time_passes", "completed"],
      ["bank_returns", "returned"],
    ],
  ],
  [
    "the trader declines, and nobody else takes it in time",
    [
      ["trader_declines", "matching"],
      ["trader_accepts", "payments.pay_out_state"],
      ["time_passes", "failed"],
    ],
  ],
  [
    "the trader says nothing to what he is offered",
    [
      ["time_passes", "matching"],
      ["time_passes", "failed"],
    ],
  ],
  [
    "the trader has trouble, and support finds that it was sent",
    [
      ["trader_accepts", "accepted"],
      ["trader_starts", "sending"],
      ["trader_in_trouble", "needs_support"],
      [["support_resolves", { as: "sent" }], "completed"],
    ],
  ],
  [
    "the trader does not show it in time, and support finds that nothing was sent",
    [
      ["trader_accepts", "accepted"],
      ["trader_starts", "sending"],
      ["time_passes", "needs_support"],
      [["support_resolves", { as: "not_sent", why: "nothing left" }], "failed"],
    ],
  ],
  [
    "support has it looked for again",
    [
      ["trader_accepts", "accepted"],
      ["trader_starts", "sending"],
      ["trader_in_trouble", "needs_support"],
      [["support_resolves", { as: "not_sent", again: true }], "matching"],
    ],
  ],
];

describe("payments.sandbox.playPayOut", () => {
  it.each(stories)("%s", async (_, steps) => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await sandboxWorld(api);
    await world.supply();
    const { id } = await world.payOut();
    const states = await world.playAll(
      "playPayOut",
      id,
      steps.map(([step]) => step),
    );
    expect(states).toEqual(steps.map(([, state]) => state));
    expect((await reconcile(api.services.db, { by: "test" })).findings).toEqual([]);
  });

  it("the proof is a file that can be loaded, and of no two orders the same", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await sandboxWorld(api);
    await world.supply();
    for (const reference of ["A-1", "A-2"]) {
      const { id } = await world.payOut();
      const steps = ["trader_accepts", "trader_starts", proves(reference)];
      expect((await world.playAll("playPayOut", id, steps)).at(-1)).toBe("proof_uploaded");
      const { data } = await call(
        api.url,
        "payments.payOuts.proofs",
        { orderId: id },
        { as: world.merchant },
      );
      const [proof] = (data as { items: { bankReference: string; link: { url: string } }[] }).items;
      expect(proof).toMatchObject({ bankReference: reference, name: "sandbox.pdf" });
      expect(proof?.link.url).toMatch(/^http/);
    }
    expect(await api.services.db.$count(fraudFlags)).toBe(0);
  });

  it("the same bank reference at two orders is flagged, and no timer pays for it", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await sandboxWorld(api);
    await world.supply();
    const orders = [await world.payOut(), await world.payOut()];
    for (const { id } of orders)
      await world.playAll("playPayOut", id, ["trader_accepts", "trader_starts", proves("A-1")]);
    const [, second] = orders;
    expect(await world.playAll("playPayOut", second?.id ?? "", ["time_passes"])).toEqual([
      "needs_support",
    ]);
  });

  it("refuses what is not possible then, and leaves no proof behind", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await sandboxWorld(api);
    await world.supply();
    const { id } = await world.payOut();
    const events: readonly Step[] = [
      "trader_starts",
      proves("A-1"),
      "trader_in_trouble",
      ["support_resolves", { as: "sent" }],
      "bank_returns",
    ];
    expect(await world.playAll("playPayOut", id, events)).toEqual(
      events.map(() => "payments.pay_out_state"),
    );
    await world.ask("payments.payOuts.cancel", { orderId: id });
    expect(await world.playAll("playPayOut", id, ["time_passes"])).toEqual([
      "payments.pay_out_state",
    ]);
    const left = await api.services.db.select().from(files);
    expect(left.every(({ attachedTo, expiresAt }) => attachedTo === null && expiresAt)).toBe(true);
  });

  it("is for one's own orders, and writes no file for another's", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const [world, other] = [await sandboxWorld(api), await sandboxWorld(api)];
    await world.supply();
    const { id } = await world.payOut();
    const asked = async (orderId: string, as: string) =>
      (await world.play("playPayOut", orderId, "trader_proves", { bankReference: "1" }, as)).error
        ?.reason;
    expect(await asked(id, other.merchant)).toBe("payments.pay_out_unknown");
    expect(await asked(randomUUID(), world.merchant)).toBe("payments.pay_out_unknown");
    expect(await asked(id, await traderPerson(api, randomUUID()))).toBe("request.forbidden");
    expect(await api.services.db.$count(files)).toBe(0);
  });

  it("answers what a merchant sees: the number masked, and no trader", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await sandboxWorld(api);
    await world.supply();
    const { id } = await world.payOut();
    const { data } = await world.play("playPayOut", id, "trader_accepts");
    expect(data).toMatchObject({
      state: "accepted",
      traderId: null,
      destination: { number: expect.stringMatching(/^•••• \d{4}$/) },
    });
    const { data: told } = await call(
      api.url,
      "payments.payOuts.history",
      { orderId: id },
      { as: testKeys.support, by: "query" },
    );
    expect((told as { items: object[] }).items.at(-1)).toMatchObject({
      event: "accept",
      by: `sandbox:${world.store.merchantId}`,
    });
  });
});
