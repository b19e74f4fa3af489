import {
  payInWorld,
  testApi,
  testDatabase,
  testEnv,
  testProofFile,
  testVisit,
} from "@mainstay/testing";
import { EventSource } from "eventsource";
import { expect, onTestFinished, test } from "vitest";
import { createMainstay, type PaymentSession } from "./index.ts";

test.each(["websocket", "sse"] as const)(
  "a payer's page is told over %s what becomes of the payment, and of no other",
  async (subscriptions) => {
    const stack = new AsyncDisposableStack();
    onTestFinished(() => stack.disposeAsync());
    const database = stack.use(await testDatabase());
    const api = stack.use(await testApi(database, { env: testEnv(database) }));
    const world = await payInWorld(api);
    const [visit, other] = [await testVisit(world), await testVisit(world)];
    const payer = createMainstay({
      url: api.url,
      getToken: () => visit.token,
      cookies: "omit",
      subscriptions,
      EventSource,
    });
    stack.defer(() => payer.close());
    const { sessions } = payer.payments;
    expect(await sessions.get.query()).toMatchObject({ state: "choosing", language: null });
    const seen: PaymentSession[] = [];
    const failed: unknown[] = [];
    let connected = false;
    sessions.watch.subscribe(
      {},
      {
        onStarted: () => (connected = true),
        onData: ({ data }) => seen.push(data),
        onError: (error) => failed.push(error),
      },
    );
    await expect.poll(() => connected, { timeout: 5_000 }).toBe(true);
    await other.go("choose", { method: "card" });
    const { order } = await sessions.choose.mutate({ method: "card" });
    expect(order?.requisite?.number).toBe(world.requisite.number);
    await sessions.markPaid.mutate();
    const fileId = await testProofFile(api, visit.token);
    expect(await sessions.addReceipt.mutate({ fileId })).toMatchObject({ order: { receipts: 1 } });
    await world.ask("confirm", { orderId: order?.id }, world.as.trader);
    await expect.poll(() => seen.at(-1)?.state, { timeout: 5_000 }).toBe("paid");
    expect(new Set(seen.map(({ id }) => id))).toEqual(new Set([visit.id]));
    const sequences = seen.map(({ sequence }) => sequence);
    expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
    expect(failed).toEqual([]);
  },
);
