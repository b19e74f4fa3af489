import { randomUUID } from "node:crypto";
import { fraudReviewScore, payInStates } from "@mainstay/contracts";
import { reconcile } from "@mainstay/core";
import { payIns } from "@mainstay/db";
import {
  call,
  type PayInWorld,
  payInWorld,
  testApi,
  testDatabase,
  testKeys,
} from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

type State = (typeof payInStates)[number];
const received = { amount: "5000", currency: "RUB" };
const why = "because of this test";

/** What somebody can do to a pay-in, and what comes of it in each state where it is possible: the design's table. */
const events: Record<
  string,
  { as: "merchant" | "trader" | "support"; input?: object; leads: Partial<Record<State, State>> }
> = {
  cancel: { as: "merchant", leads: { matching: "cancelled", assigned: "cancelled" } },
  claimPaid: { as: "merchant", leads: { assigned: "paid_claimed" } },
  confirm: { as: "trader", leads: { assigned: "completed", paid_claimed: "completed" } },
  reportSum: {
    as: "trader",
    input: { received },
    leads: { assigned: "amount_review", paid_claimed: "amount_review" },
  },
  dispute: { as: "trader", input: { why }, leads: { paid_claimed: "disputed" } },
  foundMoney: {
    as: "support",
    input: { received },
    leads: { expired: "late_review", cancelled: "late_review" },
  },
  accept: { as: "support", leads: { in_review: "assigned" } },
  reject: { as: "support", input: { why }, leads: { in_review: "rejected" } },
  "resolve full": {
    as: "support",
    input: { as: "full", why },
    leads: { amount_review: "completed", late_review: "completed", disputed: "completed" },
  },
  "resolve part": {
    as: "support",
    input: { as: "part", received, why },
    leads: { amount_review: "partial", late_review: "partial", disputed: "partial" },
  },
  "resolve unpaid": {
    as: "support",
    input: { as: "unpaid", why },
    leads: { amount_review: "cancelled", late_review: "cancelled", disputed: "cancelled" },
  },
  contest: {
    as: "support",
    input: { why },
    leads: { completed: "contested", partial: "contested" },
  },
  "decide upheld": {
    as: "support",
    input: { as: "upheld", why },
    leads: { contested: "completed" },
  },
  "decide reversed": {
    as: "support",
    input: { as: "reversed", why },
    leads: { contested: "reversed" },
  },
};
/** Nobody has been asked to receive these, so that they are no trader's. */
const nobodys: ReadonlySet<State> = new Set(["in_review", "matching", "rejected", "no_trader"]);
/** What its deadline does. */
const timed: Partial<Record<State, State>> = {
  in_review: "rejected",
  matching: "no_trader",
  assigned: "expired",
  paid_claimed: "disputed",
};

const after = async (world: PayInWorld, from: State, event: string): Promise<string> => {
  const orderId = await ways[from](world);
  const { error } = await act(world, orderId, event);
  if (error) throw new Error(`${event} was refused: ${JSON.stringify(error)}`);
  return orderId;
};
/** How an order comes to each state, by what people and time do. */
const ways: Record<State, (world: PayInWorld) => Promise<string>> = {
  async in_review(world) {
    const set = (value: unknown) =>
      call(
        world.api.url,
        "platform.settings.update",
        { key: fraudReviewScore.setting, value },
        { as: testKeys.admin, key: randomUUID() },
      );
    await set(1);
    const { id } = await world.create();
    await set(fraudReviewScore.default);
    return id;
  },
  // Nobody of this world takes it by phone.
  matching: async (world) => (await world.create({ method: "sbp" })).id,
  assigned: async (world) => (await world.create()).id,
  paid_claimed: (world) => after(world, "assigned", "claimPaid"),
  amount_review: (world) => after(world, "assigned", "reportSum"),
  disputed: (world) => after(world, "paid_claimed", "dispute"),
  late_review: (world) => after(world, "expired", "foundMoney"),
  contested: (world) => after(world, "completed", "contest"),
  completed: (world) => after(world, "paid_claimed", "confirm"),
  partial: (world) => after(world, "amount_review", "resolve part"),
  rejected: (world) => after(world, "in_review", "reject"),
  async no_trader(world) {
    const orderId = await ways.matching(world);
    await world.overdue(orderId);
    return orderId;
  },
  cancelled: (world) => after(world, "assigned", "cancel"),
  async expired(world) {
    const orderId = await ways.assigned(world);
    await world.overdue(orderId);
    return orderId;
  },
  reversed: (world) => after(world, "contested", "decide reversed"),
};

const act = (world: PayInWorld, orderId: string, event: string) => {
  const { as, input = {} } = events[event] ?? { as: "support" };
  const [procedure = event] = event.split(" ");
  return world.ask(procedure, { orderId, ...input }, world.as[as]);
};

describe.each(payInStates)("a pay-in that is %s", (state) => {
  it("goes where the table says by what happens, and is refused with its state otherwise", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    let orderId = await ways[state](world);
    const seen: Record<string, string> = {};
    const expected: Record<string, string> = {};
    for (const [event, { as, leads }] of Object.entries(events)) {
      const { data, error } = await act(world, orderId, event);
      seen[event] = error
        ? `${error.reason} ${(error.details as { state?: string }).state ?? ""}`
        : String((data as { state: string }).state);
      // A trader who confirms what he confirmed is answered as the first time.
      const again = state === "completed" && event === "confirm" ? "completed" : undefined;
      const refused =
        as === "trader" && nobodys.has(state)
          ? "payments.pay_in_unknown "
          : `payments.pay_in_state ${state}`;
      expected[event] = leads[state] ?? again ?? refused;
      // What was refused has changed nothing; what was possible needs another order.
      expect(await stateOf(world, orderId)).toBe(leads[state] ?? state);
      if (leads[state] !== undefined) orderId = await ways[state](world);
    }
    expect(seen).toEqual(expected);
    await world.overdue(orderId);
    expect(await stateOf(world, orderId)).toBe(timed[state] ?? state);
    const { findings } = await reconcile(api.services.db, { by: "test" });
    expect(findings).toEqual([]);
  });
});

async function stateOf(world: PayInWorld, orderId: string): Promise<string | undefined> {
  const [row] = await world.api.services.db.select().from(payIns).where(eq(payIns.id, orderId));
  return row?.state;
}
