import { randomUUID } from "node:crypto";
import { payOutStates } from "@mainstay/contracts";
import { reconcile } from "@mainstay/core";
import { traderTurns } from "@mainstay/db";
import { type PayOutWorld, payOutWorld, testApi, testDatabase } from "@mainstay/testing";
import { describe, expect, it } from "vitest";

type State = (typeof payOutStates)[number];
const why = "because of this test";

/** What somebody can do to a pay-out, and what comes of it in each state where it is possible: the design's table. */
const events: Record<
  string,
  { as: "merchant" | "trader" | "support"; input?: object; leads: Partial<Record<State, State>> }
> = {
  cancel: { as: "merchant", leads: { matching: "cancelled", offered: "cancelled" } },
  acceptProof: { as: "merchant", leads: { proof_uploaded: "completed" } },
  disputeProof: { as: "merchant", input: { why }, leads: { proof_uploaded: "needs_support" } },
  accept: { as: "trader", leads: { offered: "accepted" } },
  decline: { as: "trader", leads: { offered: "matching", accepted: "matching" } },
  startSending: { as: "trader", leads: { accepted: "sending" } },
  giveProof: { as: "trader", leads: { sending: "proof_uploaded" } },
  reportTrouble: {
    as: "trader",
    input: { why },
    leads: { sending: "needs_support", proof_uploaded: "needs_support" },
  },
  "resolve sent": {
    as: "support",
    input: { as: "sent", why },
    leads: { needs_support: "completed" },
  },
  "resolve not sent": {
    as: "support",
    input: { as: "not_sent", why },
    leads: { needs_support: "failed" },
  },
  "resolve again": {
    as: "support",
    input: { as: "not_sent", again: true, why },
    leads: { needs_support: "matching" },
  },
  markReturned: { as: "support", input: { why }, leads: { completed: "returned" } },
};
/** What their deadlines do. */
const timed: Partial<Record<State, State>> = {
  matching: "failed",
  offered: "matching",
  accepted: "matching",
  sending: "needs_support",
  proof_uploaded: "completed",
};
/** What is asked for again is answered as the first time. */
const again: Partial<Record<State, string>> = { accepted: "accept", completed: "acceptProof" };

const after = async (world: PayOutWorld, from: State, event: string): Promise<string> => {
  const orderId = await ways[from](world);
  const { error } = await act(world, orderId, event);
  if (error) throw new Error(`${event} was refused: ${JSON.stringify(error)}`);
  return orderId;
};
/** How an order comes to each state, by what people and time do. */
const ways: Record<State, (world: PayOutWorld) => Promise<string>> = {
  async matching(world) {
    const { db } = world.api.services;
    await db.update(traderTurns).set({ ready: false });
    const { id } = await world.create();
    await db.update(traderTurns).set({ ready: true });
    return id;
  },
  offered: async (world) => (await world.create()).id,
  accepted: (world) => after(world, "offered", "accept"),
  sending: (world) => after(world, "accepted", "startSending"),
  proof_uploaded: (world) => after(world, "sending", "giveProof"),
  needs_support: (world) => after(world, "proof_uploaded", "disputeProof"),
  completed: (world) => after(world, "proof_uploaded", "acceptProof"),
  failed: (world) => after(world, "needs_support", "resolve not sent"),
  cancelled: (world) => after(world, "offered", "cancel"),
  returned: (world) => after(world, "completed", "markReturned"),
};

const act = async (world: PayOutWorld, orderId: string, event: string) => {
  const { as, input = {} } = events[event] ?? { as: "support" };
  const [procedure = event] = event.split(" ");
  const shown =
    event === "giveProof"
      ? { fileId: await world.proof(world.as.trader), bankReference: randomUUID() }
      : {};
  return world.ask(procedure, { orderId, ...input, ...shown }, world.as[as]);
};

describe.each(payOutStates)("a pay-out that is %s", (state) => {
  it("goes where the table says by what happens, and is refused with its state otherwise", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payOutWorld(api, { funds: 100_000_000_000n });
    let orderId = await ways[state](world);
    const seen: Record<string, string> = {};
    const expected: Record<string, string> = {};
    for (const [event, { as, leads }] of Object.entries(events)) {
      const { data, error } = await act(world, orderId, event);
      seen[event] = error
        ? `${error.reason} ${(error.details as { state?: string }).state ?? ""}`
        : String((data as { state: string }).state);
      // One that nobody has been offered is no trader's.
      const refused =
        as === "trader" && state === "matching"
          ? "payments.pay_out_unknown "
          : `payments.pay_out_state ${state}`;
      expected[event] = leads[state] ?? (again[state] === event ? state : refused);
      // What was refused has changed nothing; what was possible needs another order.
      expect((await world.row(orderId)).state).toBe(leads[state] ?? state);
      if (leads[state] !== undefined) orderId = await ways[state](world);
    }
    expect(seen).toEqual(expected);
    await world.overdue(orderId);
    expect((await world.row(orderId)).state).toBe(timed[state] ?? state);
    expect((await reconcile(api.services.db, { by: "test" })).findings).toEqual([]);
  });
});
