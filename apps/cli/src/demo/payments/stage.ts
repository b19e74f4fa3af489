import { randomUUID } from "node:crypto";
import { merchantBalance, settlementCurrency, traderCollateral } from "@mainstay/contracts";
import { isMainstayError, type Mainstay, paginate } from "@mainstay/sdk";
import { CommandError } from "../../command.ts";
import { demoScopes } from "../../seeds/people.ts";
import type { Cast } from "./cast.ts";
import { units, unitsText } from "./money.ts";
import { type Receiver, receiverPath } from "./receiver.ts";

export const currency = "RUB";
export const methods = ["card", "sbp"] as const;
const storeName = "Payments demo";
/** More than an order of the demo is worth with its fee, whatever the rate. */
const enoughForOrder = 200n;
const loopback = "payments.webhook_loopback";
const heartbeatMs = 20_000;

export interface Stage {
  readonly storeId: string;
  /** Where the merchant's events ended before the demo. */
  readonly place: string;
}

/**
 * Makes what the demo needs and is not there, and takes down afterwards what only it needs. Its store is its
 * own, and served by the demo trader alone, so that nobody else's orders or traders get in between.
 */
export async function setStage(
  cast: Cast,
  { orders, receiver, after }: { orders: number; receiver: Receiver; after: AsyncDisposableStack },
): Promise<Stage> {
  await requirePeople(cast);
  await setRate(cast);
  const storeId = await ownStore(cast);
  await fill(cast, orders);
  await beOnline(cast, after);
  await listen(cast, { storeId, receiver, after });
  return { storeId, place: await endOfEvents(cast, storeId) };
}

async function requirePeople({ merchant, trader }: Cast): Promise<void> {
  try {
    await merchant.payments.merchants.get.query({ merchantId: demoScopes.merchant });
    const { items } = await trader.payments.requisites.list.query({
      traderId: demoScopes.trader,
      state: "active",
    });
    const missing = methods.filter((of) => !items.some(({ method }) => method === of));
    if (missing.length === 0) return;
    throw new CommandError(
      `The demo trader has no active requisite for ${missing.join(" and ")}. Resume them, or delete .data to begin anew.`,
    );
  } catch (error) {
    const reasons = ["payments.merchant_unknown", "payments.trader_unknown"] as const;
    if (!reasons.some((reason) => isMainstayError(error, reason))) throw error;
    throw new CommandError("The demo's merchant or trader is missing: run `pnpm mainstay seed`.", {
      cause: error,
    });
  }
}

/** What is there is used, as a provider may tell it. */
async function setRate({ admin }: Cast): Promise<void> {
  const pair = { base: settlementCurrency, quote: currency };
  for await (const rate of paginate(admin.platform.rates.list, { limit: 100 })) {
    if (rate.base === pair.base && rate.quote === pair.quote && !rate.stale) return;
  }
  await admin.platform.rates.set.mutate({ ...pair, rate: "100", confirm: true });
}

/** Said again each time: a demo that was killed may have left it half made. */
async function ownStore({ admin, merchant, support }: Cast): Promise<string> {
  const storeId = (await storeThere(merchant)) ?? (await makeStore(merchant));
  const allowed = { storeId, traderId: demoScopes.trader, rule: "allow" } as const;
  await support.payments.storeTraders.set.mutate(allowed);
  for (const method of methods) {
    for (const direction of ["pay_in", "pay_out"] as const) {
      await admin.payments.terms.save.mutate({
        storeId,
        direction,
        currency,
        method,
        min: { amount: "100", currency },
        max: { amount: "100000", currency },
        feePercent: "6",
        feeFixed: { amount: "0", currency: settlementCurrency },
        active: true,
      });
    }
  }
  return storeId;
}

async function storeThere({ payments }: Mainstay): Promise<string | undefined> {
  const asked = { merchantId: demoScopes.merchant, state: "active", limit: 100 } as const;
  for await (const { id, name } of paginate(payments.stores.list, asked)) {
    if (name === storeName) return id;
  }
  return undefined;
}

async function makeStore({ payments }: Mainstay): Promise<string> {
  const { id } = await payments.stores.create.mutate({
    merchantId: demoScopes.merchant,
    name: storeName,
    look: { title: storeName },
  });
  return id;
}

/** So much that no order is refused for want of money; the ledger has it as a deposit from outside. */
async function fill({ admin, secondAdmin }: Cast, orders: number): Promise<void> {
  const wanted = BigInt(orders) * enoughForOrder * 10n ** 6n;
  const needs = [
    { account: traderCollateral.name, owner: { kind: "trader", id: demoScopes.trader } },
    { account: merchantBalance.name, owner: { kind: "merchant", id: demoScopes.merchant } },
  ] as const;
  for (const { account, owner } of needs) {
    const { items } = await admin.ledger.accounts.list.query({
      account,
      ownerId: owner.id,
      currency: settlementCurrency,
    });
    const available = items.reduce((all, item) => all + units(item.available), 0n);
    if (available >= wanted) continue;
    const { id: movementId } = await admin.payments.movements.record.mutate({
      kind: "deposit",
      owner,
      account,
      money: { amount: unitsText(wanted - available), currency: settlementCurrency },
      outsideReference: `demo ${randomUUID()}`,
      note: "For the demo; there is no such money.",
    });
    await secondAdmin.payments.movements.approve.mutate({ movementId });
  }
}

/** The trader's program says again that he is here, as long as the demo plays. */
async function beOnline({ trader, lead }: Cast, after: AsyncDisposableStack): Promise<void> {
  const traderId = demoScopes.trader;
  // An earlier demo may have been killed while the lead had him paused.
  await lead.payments.traders.resume.mutate({ traderId });
  const say = () => trader.payments.traders.goOnline.mutate({ traderId });
  await say();
  // One that fails is made up for by the next: he is online for longer than two.
  const beat = setInterval(() => void say().catch(() => {}), heartbeatMs);
  after.defer(async () => {
    clearInterval(beat);
    await trader.payments.traders.goOffline.mutate({ traderId });
  });
}

async function listen(
  { admin, merchant }: Cast,
  {
    storeId,
    receiver,
    after,
  }: { storeId: string; receiver: Receiver; after: AsyncDisposableStack },
): Promise<void> {
  const { settings } = admin.platform;
  const { value: allowed } = await settings.get.query({ key: loopback });
  if (allowed !== true) {
    await settings.update.mutate({ key: loopback, value: true });
    after.defer(async () => void (await settings.update.mutate({ key: loopback, value: allowed })));
  }
  const { webhooks } = merchant.payments;
  for await (const old of paginate(webhooks.list, { storeId, limit: 100 })) {
    const gone = old.state === "active" && new URL(old.url).pathname === receiverPath;
    if (gone) await webhooks.remove.mutate({ endpointId: old.id });
  }
  const { secret, endpoint } = await webhooks.create.mutate({ storeId, url: receiver.url });
  receiver.secret = secret;
  after.defer(async () => void (await webhooks.remove.mutate({ endpointId: endpoint.id })));
}

async function endOfEvents({ merchant }: Cast, storeId: string): Promise<string> {
  let after: string | undefined;
  for (;;) {
    const { next, more } = await merchant.payments.events.list.query({ storeId, after });
    if (!more) return next;
    after = next;
  }
}
