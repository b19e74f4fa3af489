import { randomUUID } from "node:crypto";
import { fraudReviewScore } from "@mainstay/contracts";
import { reconcile } from "@mainstay/core";
import { auditRows } from "@mainstay/db";
import {
  call,
  merchantPerson,
  sandboxWorld,
  testApi,
  testDatabase,
  testKeys,
  traderPerson,
} from "@mainstay/testing";
import { desc } from "drizzle-orm";
import { describe, expect, it } from "vitest";

const received = { amount: "5000", currency: "RUB" };
type Step = string | readonly [string, object];

/** What is played, and the states that it leads through. */
const stories: readonly (readonly [string, readonly (readonly [Step, string])[]])[] = [
  [
    "the payer pays and the trader confirms",
    [
      ["payer_claims", "paid_claimed"],
      ["trader_confirms", "completed"],
      ["trader_confirms", "completed"],
    ],
  ],
  [
    "another sum comes, and support takes it in part",
    [
      [["trader_reports", { received }], "amount_review"],
      [["support_resolves", { as: "part" }], "partial"],
    ],
  ],
  [
    "the trader has nothing, and support finds it",
    [
      ["payer_claims", "paid_claimed"],
      [["trader_denies", { why: "nothing came" }], "disputed"],
      [["support_resolves", { as: "full", why: "it is there" }], "completed"],
    ],
  ],
  [
    "the trader says nothing, and nobody paid",
    [
      ["payer_claims", "paid_claimed"],
      ["time_passes", "disputed"],
      [["support_resolves", { as: "unpaid" }], "cancelled"],
    ],
  ],
  [
    "nobody pays in time, and the money comes late",
    [
      ["time_passes", "expired"],
      [["money_found", { received: { amount: "10000", currency: "RUB" } }], "late_review"],
      [["support_resolves", { as: "full" }], "completed"],
    ],
  ],
];

describe("payments.sandbox.playPayIn", () => {
  it.each(stories)("%s", async (_, steps) => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await sandboxWorld(api);
    await world.supply();
    const { id } = await world.payIn();
    const states = await world.playAll(
      "playPayIn",
      id,
      steps.map(([step]) => step),
    );
    expect(states).toEqual(steps.map(([, state]) => state));
    expect((await reconcile(api.services.db, { by: "test" })).findings).toEqual([]);
  });

  it("support lets through what the fraud rules held back, or refuses it, and time does", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await sandboxWorld(api);
    await world.supply();
    const setting = { key: fraudReviewScore.setting, value: 1 };
    const admin = { as: testKeys.admin, key: randomUUID() };
    await call(api.url, "platform.settings.update", setting, admin);
    const orders = [await world.payIn(), await world.payIn(), await world.payIn()];
    expect(orders.map(({ state }) => state)).toEqual(["in_review", "in_review", "in_review"]);
    const [one = "", two = "", three = ""] = orders.map(({ id }) => id);
    expect(await world.playAll("playPayIn", one, ["support_accepts"])).toEqual(["assigned"]);
    expect(await world.playAll("playPayIn", two, ["support_rejects"])).toEqual(["rejected"]);
    expect(await world.playAll("playPayIn", three, ["time_passes"])).toEqual(["rejected"]);
  });

  it("refuses what is not possible then, and what nobody has yet, with the state", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await sandboxWorld(api);
    await world.supply();
    const { id } = await world.payIn();
    for (const event of ["trader_denies", "support_accepts", "support_rejects"]) {
      expect((await world.play("playPayIn", id, event)).error).toMatchObject({
        reason: "payments.pay_in_state",
        details: { orderId: id, state: "assigned" },
      });
    }
    await world.play("playPayIn", id, "trader_confirms");
    const ended = ["payer_claims", "time_passes", "support_resolves", "money_found"];
    for (const event of ended) {
      const more =
        event === "support_resolves" ? { as: "full" } : event === "money_found" ? { received } : {};
      expect((await world.play("playPayIn", id, event, more)).error).toMatchObject({
        reason: "payments.pay_in_state",
        details: { state: "completed" },
      });
    }
    // Nobody takes it for another bank.
    const waiting = await world.payIn({ bank: "sber" });
    expect(waiting.state).toBe("matching");
    const events: readonly Step[] = [
      "trader_confirms",
      ["trader_reports", { received }],
      "trader_denies",
    ];
    expect(await world.playAll("playPayIn", waiting.id, events)).toEqual(
      events.map(() => "payments.pay_in_state"),
    );
    expect(await world.playAll("playPayIn", waiting.id, ["time_passes"])).toEqual(["no_trader"]);
    const late: Step = ["money_found", { received }];
    expect(await world.playAll("playPayIn", waiting.id, [late])).toEqual(["payments.pay_in_state"]);
  });

  it("refuses sums as the trader's own call does", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await sandboxWorld(api);
    await world.supply();
    const { id } = await world.payIn();
    const reported = async (amount: string, currency = "RUB") =>
      (await world.play("playPayIn", id, "trader_reports", { received: { amount, currency } }))
        .error?.reason;
    expect(await reported("10000")).toBe("payments.received_unfit");
    expect(await reported("5000", "EUR")).toBe("payments.received_unfit");
    expect(await reported("5000.001")).toBe("ledger.amount_too_precise");
    await world.ask("payments.payIns.cancel", { orderId: id });
    await database.admin("update requisite_slots set released_at = now() - interval '1 minute'");
    const { error } = await world.play("playPayIn", id, "money_found", { received });
    expect(error?.reason).toBe("payments.late_over");
  });

  it("is for one's own orders, whoever the trader is, and for nobody else", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const [world, other] = [await sandboxWorld(api), await sandboxWorld(api)];
    await world.supply();
    const { id } = await world.payIn();
    const asked = async (orderId: string, as: string) =>
      (await world.play("playPayIn", orderId, "trader_confirms", {}, as)).error?.reason;
    expect(await asked(id, other.merchant)).toBe("payments.pay_in_unknown");
    expect(await asked(randomUUID(), world.merchant)).toBe("payments.pay_in_unknown");
    expect(await asked(id, await traderPerson(api, randomUUID()))).toBe("request.forbidden");
    const colleague = await merchantPerson(api, world.store.merchantId);
    expect(await asked(id, colleague)).toBeUndefined();
  });

  it("of confirming and the time at the same moment one wins", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await sandboxWorld(api);
    await world.supply();
    for (let round = 0; round < 5; round += 1) {
      const { id } = await world.payIn();
      const answers = await Promise.all([
        world.play("playPayIn", id, "trader_confirms"),
        world.play("playPayIn", id, "time_passes"),
      ]);
      expect(answers.filter(({ error }) => error === null)).toHaveLength(1);
    }
    expect((await reconcile(api.services.db, { by: "test" })).findings).toEqual([]);
  });

  it("the audit has who asked, the history the sandbox, and the answer what a merchant sees", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await sandboxWorld(api);
    await world.supply();
    const { id } = await world.payIn();
    const { data } = await world.play("playPayIn", id, "payer_claims");
    expect(data).toMatchObject({ id, state: "paid_claimed", traderId: null, fraud: null });
    const [row] = await api.services.db
      .select()
      .from(auditRows)
      .orderBy(desc(auditRows.id))
      .limit(1);
    expect(row).toMatchObject({
      action: "payments.sandbox.playPayIn",
      actor: expect.stringMatching(/^account:/),
      target: `pay_in:${id}`,
    });
    const told = await call(
      api.url,
      "payments.payIns.history",
      { orderId: id },
      { as: testKeys.support, by: "query" },
    );
    expect((told.data as { items: object[] }).items.at(-1)).toMatchObject({
      event: "claim_paid",
      by: `sandbox:${world.store.merchantId}`,
    });
  });
});
