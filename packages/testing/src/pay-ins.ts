import { randomUUID } from "node:crypto";
import { settlementCurrency, traderCollateral } from "@mainstay/contracts";
import { accountId, readStandings } from "@mainstay/core";
import { endOverdue } from "@mainstay/core/payments/pay-ins/end-overdue-pay-ins";
import { ledgerAccounts, payIns, transaction } from "@mainstay/db";
import { eq, sql } from "drizzle-orm";
import { type Called, call, type TestApi, testKeys } from "./api.ts";
import {
  fundTrader,
  merchantPerson,
  supportPerson,
  type TestRequisite,
  testRequisite,
  type TestStore,
  testStore,
  type TestTrader,
  testTrader,
  traderPerson,
} from "./payments.ts";

export interface PayInView {
  readonly id: string;
  readonly state: string;
  readonly sequence: number;
  readonly payable: { readonly amount: string } | null;
  readonly traderId: string | null;
  readonly requisite: { readonly number: string } | null;
}

/** A shop, a trader with a card and a thousand USDT, support, and a hundred roubles for one USDT. */
export interface PayInWorld {
  readonly api: TestApi;
  readonly store: TestStore;
  readonly trader: TestTrader;
  readonly requisite: TestRequisite;
  readonly as: { readonly merchant: string; readonly trader: string; readonly support: string };
  /** A mutation of `payments.payIns.…`. */
  ask(procedure: string, input: object, as: string, key?: string): Promise<Called>;
  look(procedure: string, input: object, as: string): Promise<Called>;
  /** Asks for ten thousand roubles by card, or whatever is said. */
  create(input?: object): Promise<PayInView>;
  /** The deadline of its state has passed, and the worker has looked. */
  overdue(orderId: string): Promise<void>;
  /** What stands on all accounts, in the smallest unit of USDT, by owner's kind and purpose; what is zero is left out. */
  money(): Promise<Record<string, bigint>>;
  heldOf(traderId: string): Promise<bigint>;
}

export async function payInWorld(api: TestApi): Promise<PayInWorld> {
  const { services } = api;
  const { db } = services;
  await call(
    api.url,
    "platform.rates.set",
    { base: settlementCurrency, quote: "RUB", rate: "100" },
    { as: testKeys.admin, key: randomUUID() },
  );
  const store = await testStore(db);
  const trader = await testTrader(db);
  const requisite = await testRequisite(services, { traderId: trader.id });
  await fundTrader(services, trader.id, 1_000_000_000n);
  const as = {
    merchant: await merchantPerson(api, store.merchantId),
    trader: await traderPerson(api, trader.id),
    support: await supportPerson(api),
  };
  const ask: PayInWorld["ask"] = (procedure, input, by, key = randomUUID()) =>
    call(api.url, `payments.payIns.${procedure}`, input, { as: by, key });
  return {
    api,
    store,
    trader,
    requisite,
    as,
    ask,
    look: (procedure, input, by) =>
      call(api.url, `payments.payIns.${procedure}`, input, { as: by, by: "query" }),
    async create(input = {}) {
      const money = { amount: "10000", currency: "RUB" };
      const asked = { storeId: store.id, reference: randomUUID(), money, method: "card" };
      const { data, error } = await ask("create", { ...asked, ...input }, as.merchant);
      if (error) throw new Error(`a pay-in was refused: ${JSON.stringify(error)}`);
      return data as PayInView;
    },
    async overdue(orderId) {
      const past = { deadline: new Date(Date.now() - 60_000) };
      await db.update(payIns).set(past).where(eq(payIns.id, orderId));
      await transaction(db, (tx) => endOverdue(services, tx, orderId));
    },
    async money() {
      const all = await readStandings(db, sql`a.currency = ${settlementCurrency}`, 1_000);
      const sums: Record<string, bigint> = {};
      for (const { ownerKind, purpose, balance } of all) {
        const name = `${ownerKind}.${purpose}`;
        sums[name] = (sums[name] ?? 0n) + balance;
      }
      return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0n));
    },
    async heldOf(traderId) {
      const id = accountId(traderCollateral.of(traderId, settlementCurrency));
      const [row] = await db.select().from(ledgerAccounts).where(eq(ledgerAccounts.id, id));
      return row?.debitsPending ?? 0n;
    },
  };
}
