import { randomUUID } from "node:crypto";
import { merchantBalance, settlementCurrency } from "@mainstay/contracts";
import { type Called, call, type TestApi } from "./api.ts";
import { fund, thrown } from "./ledger.ts";
import { cardNumber, merchantPerson, type TestStore, testStore } from "./payments.ts";

/** A shop that has agreed on nothing, a thousand USDT of its own, and nobody else. */
export interface SandboxWorld {
  readonly api: TestApi;
  readonly store: TestStore;
  readonly merchant: string;
  /** What an order needs, of roubles by card if nothing else is said. */
  supply(input?: object, as?: string): Promise<Called>;
  payIn(input?: object): Promise<{ readonly id: string; readonly state: string }>;
  payOut(input?: object): Promise<{ readonly id: string; readonly state: string }>;
  /** Of `playPayIn` or `playPayOut`. */
  play(
    procedure: string,
    orderId: string,
    event: string,
    more?: object,
    as?: string,
  ): Promise<Called>;
  /** One after another; answers the states that the order came to. */
  playAll(
    procedure: string,
    orderId: string,
    events: readonly (string | readonly [string, object])[],
  ): Promise<string[]>;
  /** A mutation that the merchant itself makes. */
  ask(procedure: string, input: object): Promise<Called>;
}

export async function sandboxWorld(api: TestApi): Promise<SandboxWorld> {
  const { db, reference } = api.services;
  const store = await testStore(db, { terms: null });
  const merchant = await merchantPerson(api, store.merchantId);
  const balance = merchantBalance.of(store.merchantId, settlementCurrency);
  await fund({ reference, fail: thrown }, db, balance, 1_000_000_000n);
  const money = { amount: "10000", currency: "RUB" };
  const ask: SandboxWorld["ask"] = (procedure, input) =>
    call(api.url, procedure, input, { as: merchant, key: randomUUID() });
  const create = async (procedure: string, input: object) => {
    const asked = { storeId: store.id, reference: randomUUID(), money, ...input };
    const { data, error } = await ask(procedure, asked);
    if (error) throw new Error(`an order was refused: ${JSON.stringify(error)}`);
    return data as { id: string; state: string };
  };
  const play: SandboxWorld["play"] = (procedure, orderId, event, more = {}, as = merchant) =>
    call(
      api.url,
      `payments.sandbox.${procedure}`,
      { orderId, event, ...more },
      { as, key: randomUUID() },
    );
  return {
    api,
    store,
    merchant,
    ask,
    play,
    supply: (input = {}, as = merchant) =>
      call(
        api.url,
        "payments.sandbox.supply",
        { storeId: store.id, currency: "RUB", method: "card", ...input },
        { as, key: randomUUID() },
      ),
    payIn: (input = {}) => create("payments.payIns.create", { method: "card", ...input }),
    payOut(input = {}) {
      const destination = { method: "card", number: cardNumber(), holder: "PETR IVANOV" };
      return create("payments.payOuts.create", { destination, ...input });
    },
    async playAll(procedure, orderId, events) {
      const states: string[] = [];
      for (const each of events) {
        const [event, more] = typeof each === "string" ? [each, {}] : each;
        const { data, error } = await play(procedure, orderId, event, more);
        states.push(error ? error.reason : (data as { state: string }).state);
      }
      return states;
    },
  };
}

/** What a server needs to run as production; nothing of it leads anywhere. */
export const productionVariables = {
  MODE: "production",
  PUBLIC_URL: "https://api.example.com",
  STATIC_KEYS: "",
  APP_URL: "https://app.example.com",
  PAY_URL: "https://pay.example.com",
  SMTP_URL: "smtps://mail.example.com:465",
  MAIL_FROM: "Mainstay <office@example.com>",
  FILES_DIR: "/srv/mainstay/files",
  APP_SECRET: "a secret of this test, long enough",
  ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}`,
} as const;
