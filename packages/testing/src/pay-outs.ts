import { createHash, randomUUID } from "node:crypto";
import { merchantBalance, settlementCurrency } from "@mainstay/contracts";
import { readStandings } from "@mainstay/core";
import { endOverduePayOut } from "@mainstay/core/payments/pay-outs/end-overdue-pay-outs";
import { offerPayOuts } from "@mainstay/core/payments/pay-outs/offer-pay-outs";
import { files, ledgerTransfers, orderLooks, payOuts, transaction } from "@mainstay/db";
import { and, eq, sql } from "drizzle-orm";
import { type Called, call, type TestApi, testKeys } from "./api.ts";
import { fund, thrown } from "./ledger.ts";
import {
  cardNumber,
  merchantPerson,
  supportPerson,
  type TestStore,
  testStore,
  type TestTrader,
  testTrader,
  traderPerson,
} from "./payments.ts";

export interface PayOutView {
  readonly id: string;
  readonly state: string;
  readonly sequence: number;
  readonly traderId: string | null;
  readonly destination: { readonly number: string; readonly holder: string | null };
}

/** A shop with a thousand USDT, a trader in turn, support, and a hundred roubles for one USDT. */
export interface PayOutWorld {
  readonly api: TestApi;
  readonly store: TestStore;
  readonly trader: TestTrader;
  readonly as: { readonly merchant: string; readonly trader: string; readonly support: string };
  /** A mutation of `payments.payOuts.…`. */
  ask(procedure: string, input: object, as: string, key?: string): Promise<Called>;
  look(procedure: string, input: object, as: string): Promise<Called>;
  /** Asks for ten thousand roubles to a card, or whatever is said. */
  create(input?: object): Promise<PayOutView>;
  /** Somebody else's card. */
  to(input?: object): object;
  /** A file of this person's that proves something; of the same text it has the same bytes. */
  proof(as: string, text?: string): Promise<string>;
  /** One more trader, in turn after all others, and whoever acts for him. */
  another(): Promise<{ readonly trader: TestTrader; readonly as: string }>;
  /** As the worker does, and as if every order were to be looked at again by now. */
  offer(): Promise<void>;
  /** The deadline of its state has passed, and the worker has looked. */
  overdue(orderId: string): Promise<void>;
  row(orderId: string): Promise<typeof payOuts.$inferSelect>;
  /** What the ledger has of it, by its journals' kinds. */
  journals(orderId: string): Promise<string[]>;
  /** What stands on all accounts, in the smallest unit of USDT, by owner's kind and purpose; what is zero is left out. */
  money(): Promise<Record<string, bigint>>;
  held(): Promise<bigint>;
}

export async function payOutWorld(
  api: TestApi,
  { rate = "100", funds = 1_000_000_000n }: { rate?: string; funds?: bigint } = {},
): Promise<PayOutWorld> {
  const { services } = api;
  const { db, reference } = services;
  await call(
    api.url,
    "platform.rates.set",
    { base: settlementCurrency, quote: "RUB", rate },
    { as: testKeys.admin, key: randomUUID() },
  );
  const store = await testStore(db);
  const trader = await testTrader(db);
  const balance = merchantBalance.of(store.merchantId, settlementCurrency);
  if (funds > 0n) await fund({ reference, fail: thrown }, db, balance, funds);
  const as = {
    merchant: await merchantPerson(api, store.merchantId),
    trader: await traderPerson(api, trader.id),
    support: await supportPerson(api),
  };
  const ask: PayOutWorld["ask"] = (procedure, input, by, key = randomUUID()) =>
    call(api.url, `payments.payOuts.${procedure}`, input, { as: by, key });
  const to: PayOutWorld["to"] = (input = {}) => ({
    method: "card",
    number: cardNumber(),
    holder: "PETR IVANOV",
    ...input,
  });
  const standings = () => readStandings(db, sql`a.currency = ${settlementCurrency}`, 1_000);
  return {
    api,
    store,
    trader,
    as,
    ask,
    to,
    look: (procedure, input, by) =>
      call(api.url, `payments.payOuts.${procedure}`, input, { as: by, by: "query" }),
    async create(input = {}) {
      const money = { amount: "10000", currency: "RUB" };
      const asked = { storeId: store.id, reference: randomUUID(), money, destination: to() };
      const { data, error } = await ask("create", { ...asked, ...input }, as.merchant);
      if (error) throw new Error(`a pay-out was refused: ${JSON.stringify(error)}`);
      return data as PayOutView;
    },
    proof: (by, text) => proofFileOf(api, by, text),
    async another() {
      const other = await testTrader(db);
      return { trader: other, as: await traderPerson(api, other.id) };
    },
    async offer() {
      await db.delete(orderLooks);
      await offerPayOuts({ ...services, signal: new AbortController().signal });
    },
    async overdue(orderId) {
      const past = { deadline: new Date(Date.now() - 60_000) };
      await db.update(payOuts).set(past).where(eq(payOuts.id, orderId));
      await transaction(db, (tx) => endOverduePayOut(services, tx, orderId));
    },
    async row(orderId) {
      const [row] = await db.select().from(payOuts).where(eq(payOuts.id, orderId));
      if (!row) throw new Error(`there is no pay-out ${orderId}`);
      return row;
    },
    async journals(orderId) {
      const rows = await db
        .selectDistinct({ id: ledgerTransfers.journalId, code: ledgerTransfers.code })
        .from(ledgerTransfers)
        .where(and(eq(ledgerTransfers.refKind, "pay_out"), eq(ledgerTransfers.refId, orderId)));
      return rows.map(({ code }) => code.replace("payments.pay_out_", "")).toSorted();
    },
    async money() {
      const sums: Record<string, bigint> = {};
      for (const { ownerKind, purpose, balance: stands } of await standings()) {
        const name = `${ownerKind}.${purpose}`;
        sums[name] = (sums[name] ?? 0n) + stands;
      }
      return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0n));
    },
    async held() {
      const all = await standings();
      return all.find(({ ownerKind }) => ownerKind === "merchant")?.held ?? 0n;
    },
  };
}

/** As if these bytes had been put there, looked at and kept. */
async function proofFileOf(
  { url, services }: TestApi,
  as: string,
  text: string = randomUUID(),
): Promise<string> {
  const input = {
    purpose: "payments.proof",
    name: "receipt.pdf",
    type: "application/pdf",
    bytes: 100,
  };
  const { data, error } = await call(url, "platform.files.createUpload", input, { as });
  if (error) throw new Error(JSON.stringify(error));
  const { fileId } = data as { fileId: string };
  const sha256 = createHash("sha256").update(text).digest();
  const kept = { state: "ready" as const, type: "application/pdf", sha256, bytes: 100 };
  await services.db.update(files).set(kept).where(eq(files.id, fileId));
  return fileId;
}
