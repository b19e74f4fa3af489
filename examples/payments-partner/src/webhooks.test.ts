import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { MerchantEvent } from "@mainstay/sdk";
import { describe, expect, it, onTestFinished } from "vitest";
import { startService } from "./service.ts";
import { openShop, stateOf } from "./shop.ts";

const newSecret = () => `whsec_${randomBytes(32).toString("base64")}`;

/** A shop with one order, whose Mainstay cannot be reached, so that all it knows comes by webhook. */
async function shopWorld(secrets = [newSecret()]) {
  const folder = mkdtempSync(path.join(tmpdir(), "shop-"));
  const file = path.join(folder, "shop.json");
  const orderId = randomUUID();
  openShop(file).add(orderId, { amount: "1500", currency: "RUB" });
  const service = await startService({
    url: "http://127.0.0.1:1",
    apiKey: "msk_test",
    storeId: randomUUID(),
    secrets,
    file,
    port: 0,
    reconcileMs: 3_600_000,
    say: () => {},
  });
  onTestFinished(async () => {
    await service.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const post = async (
    body: string,
    { secret = secrets[0] ?? "", id = eventId(body), ageSeconds = 0 } = {},
  ): Promise<number> => {
    const at = String(Math.floor(Date.now() / 1_000) - ageSeconds);
    const key = Buffer.from(secret.slice("whsec_".length), "base64");
    const signature = createHmac("sha256", key).update(`${id}.${at}.${body}`).digest("base64");
    const headers = {
      "webhook-id": id,
      "webhook-timestamp": at,
      "webhook-signature": `v1,${signature}`,
    };
    return (await fetch(`${service.url}/webhooks`, { method: "POST", headers, body })).status;
  };
  /** What a restarted shop would know. */
  const kept = () => {
    const order = openShop(file).order(orderId);
    if (!order) throw new Error("the order is gone");
    return order;
  };
  return { service, folder, orderId, post, kept };
}

const eventId = (body: string): string => (JSON.parse(body) as { id: string }).id;
const payInId = randomUUID();

/** As much of an event as the shop looks at. */
const event = (
  reference: string,
  state: string,
  sequence: number,
  { id = randomUUID(), payIn = payInId } = {},
): string =>
  JSON.stringify({
    id,
    type: `pay_in.${state}`,
    sequence,
    at: new Date().toISOString(),
    storeId: randomUUID(),
    data: { id: payIn, reference, state },
  } as unknown as MerchantEvent);

describe("a webhook", () => {
  it("is answered when it is kept, and pays the order", async () => {
    const { orderId, post, kept } = await shopWorld();
    expect(await post(event(orderId, "assigned", 2))).toBe(204);
    expect(stateOf(kept())).toBe("waiting");
    expect(await post(event(orderId, "completed", 4))).toBe(204);
    expect(stateOf(kept())).toBe("paid");
    expect(kept().shippedAt).not.toBeNull();
  });

  it("is refused where its signature is forged, its body was changed or its time is old, and changes nothing", async () => {
    const { orderId, post, kept } = await shopWorld();
    const paid = event(orderId, "completed", 4);
    expect(await post(paid, { secret: newSecret() })).toBe(400);
    expect(await post(paid, { id: randomUUID() })).toBe(400);
    expect(await post(paid, { ageSeconds: 301 })).toBe(400);
    expect(await post(paid, { ageSeconds: -301 })).toBe(400);
    expect(stateOf(kept())).toBe("new");
  });

  it("is taken by either secret while one replaces the other", async () => {
    const secrets = [newSecret(), newSecret()];
    const { orderId, post } = await shopWorld(secrets);
    for (const [at, secret] of secrets.entries()) {
      expect(await post(event(orderId, "assigned", at + 1), { secret })).toBe(204);
    }
  });

  it("is applied once, however often it comes", async () => {
    const { orderId, post, kept } = await shopWorld();
    const paid = event(orderId, "completed", 4);
    expect(await post(paid)).toBe(204);
    const first = kept();
    for (const _ of [1, 2, 3]) expect(await post(paid)).toBe(204);
    expect(kept()).toEqual(first);
  });

  it("is not taken where it could not be kept, and is applied when it comes again", async () => {
    const { folder, orderId, post, kept } = await shopWorld();
    const paid = event(orderId, "completed", 4);
    renameSync(folder, `${folder}.away`);
    expect(await post(paid)).toBe(500);
    renameSync(`${folder}.away`, folder);
    expect(stateOf(kept())).toBe("new");
    expect(await post(paid)).toBe(204);
    expect(stateOf(kept())).toBe("paid");
  });

  it("with an older sequence does not undo what a newer one said", async () => {
    const { orderId, post, kept } = await shopWorld();
    expect(await post(event(orderId, "completed", 4))).toBe(204);
    expect(await post(event(orderId, "paid_claimed", 3))).toBe(204);
    expect(kept().payments[payInId]).toEqual({ state: "completed", sequence: 4 });
  });

  it("of another try does not undo that the order was paid by the first", async () => {
    const { orderId, post, kept } = await shopWorld();
    expect(await post(event(orderId, "expired", 3))).toBe(204);
    expect(await post(event(orderId, "assigned", 2, { payIn: randomUUID() }))).toBe(204);
    expect(stateOf(kept())).toBe("waiting");
    // The money of the first came late, and was found.
    expect(await post(event(orderId, "completed", 5))).toBe(204);
    expect(stateOf(kept())).toBe("paid");
  });

  it("about somebody else's order, or what is no payment, is taken and changes nothing", async () => {
    const { orderId, post, kept } = await shopWorld();
    expect(await post(event("__proto__", "completed", 4))).toBe(204);
    const test = { id: randomUUID(), type: "webhook.test", sequence: 1, data: {} };
    expect(await post(JSON.stringify(test))).toBe(204);
    expect(stateOf(kept())).toBe("new");
    expect(kept().id).toBe(orderId);
  });
});

it("refuses an amount that is none, an order that it does not have, and a path that leads nowhere", async () => {
  const { service } = await shopWorld();
  const ask = async (form: Record<string, string>) => {
    const body = new URLSearchParams(form);
    return (await fetch(`${service.url}/checkout`, { method: "POST", body })).status;
  };
  for (const amount of ["", "0", "-5", "1e3", "1.234", "9999999"]) {
    expect(await ask({ amount })).toBe(400);
  }
  expect(await ask({ order: randomUUID() })).toBe(404);
  expect((await fetch(`${service.url}/nothing`)).status).toBe(404);
});
