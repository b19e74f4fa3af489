import { createMainstay, type Mainstay, type MainstayEvent } from "@mainstay/sdk";
import { must } from "./ask.ts";
import { cardNumber, type Dice, diceOf, phoneNumber } from "./dice.ts";
import type { Log } from "./log.ts";

export interface Store {
  readonly id: string;
  readonly merchantId: string;
  readonly endpointId: string;
  /** What the endpoint's webhooks are signed with. */
  readonly secret: string;
  readonly as: Mainstay;
}
export interface Trader {
  readonly id: string;
  readonly teamId: string;
  readonly as: Mainstay;
}
export interface World {
  readonly stores: readonly Store[];
  readonly traders: ReadonlyMap<string, Trader>;
  readonly support: Mainstay;
  /** What was brought in, in the smallest unit of USDT, by its owner. */
  readonly deposits: ReadonlyMap<string, bigint>;
  close(): void;
}

export const currency = "RUB";
/** So many roubles for one USDT: nothing divides evenly. */
export const rate = "92.37";
export const staticKeys = {
  admin: "soak-first-admin-key-0123456789",
  second: "soak-second-admin-key-0123456789",
  support: "soak-support-key-0123456789",
} as const;

const traderCount = 16;
const rub = (amount: number) => ({ amount: String(amount), currency });
const usdt = (amount: number) => ({ amount: String(amount), currency: "USDT" });

/** Sums are told apart on a requisite for as long as late money may come: from not at all to half an hour. */
const storeKinds = [
  { sumShiftMost: 99, lateMinutes: 30 },
  { sumShiftMost: 20, lateMinutes: 5 },
  { sumShiftMost: 3, lateMinutes: 2 },
  { sumShiftMost: 0, lateMinutes: 0 },
];
const may = (names: string): string[] => names.split(" ").map((name) => `payments.${name}`);
const merchantMay = may(
  "pay_ins.create pay_ins.read pay_outs.create pay_outs.read webhooks.manage webhooks.read events.read",
);
const traderMay = may(
  "pay_ins.confirm pay_ins.find_money pay_ins.read pay_outs.send pay_outs.read " +
    "requisites.manage requisites.read traders.be_online movements.move_earnings",
);

/** Timers as short as they go, so that they are part of it; nobody is slowed down; webhooks come to this machine. */
const settings: readonly (readonly [string, unknown])[] = [
  ...["read", "write", "money"].map(
    (of) => [`platform.rate_limits.${of}`, { points: 10_000_000, seconds: 60 }] as const,
  ),
  ...["pay", "confirm", "pay_out_start", "pay_out_sending", "pay_out_proof"].map(
    (of) => [`payments.${of}_minutes`, 1] as const,
  ),
  ["payments.webhook_loopback", true],
  ["platform.typed_rate_hours", 720],
  ["platform.files_unattached_most", 100_000],
];

/** Everything by the API, as a new installation is set up: merchants, stores, teams, traders, and their money. */
export async function createWorld(options: {
  readonly url: string;
  readonly seed: number;
  readonly orders: number;
  readonly log: Log;
  readonly webhookUrl: (store: number) => string;
}): Promise<World> {
  const { url, seed, orders, log } = options;
  const clients: Mainstay[] = [];
  const client = (apiKey: string): Mainstay => {
    const onEvent = ({ type }: MainstayEvent): void => {
      if (type === "retry") log.repeats += 1;
    };
    const made = createMainstay({ url, apiKey, timeoutMs: 20_000, onEvent });
    clients.push(made);
    return made;
  };
  const [admin, second] = [client(staticKeys.admin), client(staticKeys.second)];
  const dice = diceOf(seed, 1);
  const deposits = new Map<string, bigint>();
  let step = 0;
  const set = <T>(name: string, call: Parameters<typeof must<T>>[3]): Promise<T> =>
    must(log, name, `soak-world-${(step += 1)}`, call);

  const deposit = async (
    kind: "merchant" | "trader",
    id: string,
    account: "merchant.balance" | "trader.collateral",
    amount: number,
  ): Promise<void> => {
    const outsideReference = `deposit of ${id}`;
    const input = { kind: "deposit" as const, owner: { kind, id }, account, money: usdt(amount) };
    const { id: movementId } = await set("movements.record", (o) =>
      admin.payments.movements.record.mutate({ ...input, outsideReference }, o),
    );
    await set("movements.approve", (o) =>
      second.payments.movements.approve.mutate({ movementId }, o),
    );
    deposits.set(id, BigInt(amount) * 1_000_000n);
  };
  const keyOf = async (
    kind: "merchant" | "trader",
    id: string,
    permissions: string[],
  ): Promise<Mainstay> => {
    const scope = { kind, id };
    const { key } = await set("apiKeys.create", (o) =>
      admin.identity.apiKeys.create.mutate({ scope, name: "Soak", permissions }, o),
    );
    return client(key);
  };

  for (const [key, value] of settings)
    await set("settings.update", (o) =>
      admin.platform.settings.update.mutate({ key, value: value as never }, o),
    );
  await set("rates.set", (o) =>
    admin.platform.rates.set.mutate({ base: "USDT", quote: currency, rate }, o),
  );
  const stores: Store[] = [];
  for (const [at, kind] of storeKinds.entries()) {
    const { id: merchantId } = await set("merchants.create", (o) =>
      admin.payments.merchants.create.mutate({ name: `Shop ${at + 1}` }, o),
    );
    const { id: storeId } = await set("stores.create", (o) =>
      admin.payments.stores.create.mutate(
        { merchantId, name: "Store", look: { title: "Shop" }, ...kind },
        o,
      ),
    );
    const terms = { min: rub(100), max: rub(100_000), feePercent: "5", feeFixed: usdt(0) };
    for (const direction of ["pay_in", "pay_out"] as const)
      for (const method of ["card", "sbp"])
        await set("terms.save", (o) =>
          admin.payments.terms.save.mutate(
            { storeId, direction, currency, method, active: true, ...terms },
            o,
          ),
        );
    // What is paid out, with its fee and some to spare.
    await deposit("merchant", merchantId, "merchant.balance", 1_000 + orders * 8);
    const as = await keyOf("merchant", merchantId, merchantMay);
    const { secret, endpoint } = await set("webhooks.create", (o) =>
      as.payments.webhooks.create.mutate({ storeId, url: options.webhookUrl(at) }, o),
    );
    stores.push({ id: storeId, merchantId, endpointId: endpoint.id, secret, as });
  }

  const traders = new Map<string, Trader>();
  let teamId = "";
  for (let at = 0; at < traderCount; at += 1) {
    if (at % 4 === 0) {
      const commission = { commissionInPercent: "0.5", commissionOutPercent: "0.5" };
      const team = await set("teams.create", (o) =>
        admin.payments.teams.create.mutate({ name: `Team ${at / 4 + 1}`, ...commission }, o),
      );
      teamId = team.id;
    }
    const equal = { feeInPercent: "2", feeOutPercent: "2", weight: 1, parallelCap: 20 };
    const { id } = await set("traders.create", (o) =>
      admin.payments.traders.create.mutate({ teamId, name: `Trader ${at + 1}`, ...equal }, o),
    );
    // What pay-ins take of it for good, and what is held at once.
    await deposit("trader", id, "trader.collateral", 5_000 + Math.ceil(orders * 6));
    const as = await keyOf("trader", id, traderMay);
    for (const requisite of requisitesOf(dice, orders))
      await set("requisites.create", (o) =>
        as.payments.requisites.create.mutate({ traderId: id, ...requisite }, o),
      );
    await set("traders.goOnline", (o) => as.payments.traders.goOnline.mutate({ traderId: id }, o));
    traders.set(id, { id, teamId, as });
  }
  return {
    stores,
    traders,
    support: client(staticKeys.support),
    deposits,
    close: () => {
      for (const one of clients) one.close();
    },
  };
}

/** Four cards and two phones: few orders at once, and of each kind one with a cap on its day that is met. */
function requisitesOf(dice: Dice, orders: number) {
  const fair = Math.max(4, Math.round((orders * 0.8) / traderCount / 6));
  const dayCountCap = Math.ceil(fair / 3);
  const daySumCap = rub(dayCountCap * 5_000);
  const kinds = [
    { method: "card", bank: "sber", parallelCap: 2, dayCountCap },
    { method: "card", bank: "sber", parallelCap: 3, daySumCap },
    { method: "card", bank: "t-bank", parallelCap: 5 },
    { method: "card", bank: null, parallelCap: 6 },
    { method: "sbp", bank: "sber", parallelCap: 4, dayCountCap, daySumCap },
    { method: "sbp", bank: "vtb", parallelCap: 6 },
  ];
  return kinds.map((kind) => ({
    ...kind,
    holder: "IVAN PETROV",
    number: kind.method === "card" ? cardNumber(dice) : phoneNumber(dice),
    min: rub(100),
    max: rub(100_000),
    coolDownSeconds: 0,
  }));
}
