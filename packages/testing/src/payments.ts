import { randomInt } from "node:crypto";
import { audienceOf, type Role, type Scope, traderCollateral } from "@mainstay/contracts";
import { type Poster, sealNumber, type Services } from "@mainstay/core";
import {
  type Db,
  merchants,
  requisites,
  stores,
  storeTerms,
  teams,
  traders,
  traderTurns,
} from "@mainstay/db";
import { testAccount, testSession } from "./accounts.ts";
import type { TestApi } from "./api.ts";
import { fund, thrown } from "./ledger.ts";

type New<T extends { $inferInsert: object }> = Partial<T["$inferInsert"]>;
type Row<T extends { $inferSelect: object }> = T["$inferSelect"];
export type TestMerchant = Row<typeof merchants>;
export type TestStore = Row<typeof stores>;
export type TestTeam = Row<typeof teams>;
export type TestTrader = Row<typeof traders>;
export type TestRequisite = Row<typeof requisites> & { readonly number: string };

/** In what stores of tests are paid, and traders of tests take. */
const methods = ["card", "sbp"];
const currency = "RUB";

export async function testMerchant(
  db: Db,
  options: New<typeof merchants> = {},
): Promise<TestMerchant> {
  const row = { name: "Shop", state: "active" as const, createdAt: new Date(), ...options };
  return only(await db.insert(merchants).values(row).returning());
}

/**
 * Of a merchant of its own where none is said. By card and SBP it takes and pays from 100 to 100,000 roubles
 * for five percent; `terms` changes each of these four rows, and null leaves them out.
 */
export async function testStore(
  db: Db,
  { terms = {}, ...options }: New<typeof stores> & { terms?: New<typeof storeTerms> | null } = {},
): Promise<TestStore> {
  const merchantId = options.merchantId ?? (await testMerchant(db)).id;
  const row = {
    name: "Main store",
    state: "active" as const,
    look: { title: "Shop", logoFileId: null, successUrl: null, failureUrl: null },
    sumShiftMost: 99,
    lateMinutes: 60,
    createdAt: new Date(),
    ...options,
    merchantId,
  };
  const store = only(await db.insert(stores).values(row).returning());
  if (terms === null) return store;
  const rows = methods.flatMap((method) =>
    (["pay_in", "pay_out"] as const).map((direction) => ({
      direction,
      currency,
      method,
      minAmount: 100_00n,
      maxAmount: 100_000_00n,
      feeMillionths: 50_000,
      feeFixed: 0n,
      active: true,
      ...terms,
      storeId: store.id,
    })),
  );
  await db.insert(storeTerms).values(rows).onConflictDoNothing();
  return store;
}

/** Its lead gets half a percent. */
export async function testTeam(db: Db, options: New<typeof teams> = {}): Promise<TestTeam> {
  const row = {
    name: "Team",
    state: "active" as const,
    commissionIn: 5_000,
    commissionOut: 5_000,
    createdAt: new Date(),
    ...options,
  };
  return only(await db.insert(teams).values(row).returning());
}

/**
 * Online for an hour, for two percent, in a team of its own where none is said, and in turn wherever stores
 * of tests ask. Without a requisite and collateral nothing is assigned to him.
 */
export async function testTrader(
  db: Db,
  { turns = true, ...options }: New<typeof traders> & { turns?: boolean } = {},
): Promise<TestTrader> {
  const teamId = options.teamId ?? (await testTeam(db)).id;
  const row = {
    name: "Trader",
    state: "active" as const,
    feeIn: 20_000,
    feeOut: 20_000,
    weight: 1,
    parallelCap: 100,
    onlineUntil: new Date(Date.now() + 3_600_000),
    createdAt: new Date(),
    ...options,
    teamId,
  };
  const trader = only(await db.insert(traders).values(row).returning());
  const inTurn = methods.map((method) => ({
    traderId: trader.id,
    currency,
    method,
    turn: 0n,
    ready: true,
  }));
  if (turns) await db.insert(traderTurns).values(inTurn);
  return trader;
}

/** A card for roubles, or by `method` a phone, whose number nobody else has; of a trader of its own where none is said. */
export async function testRequisite(
  { db, sealer }: Pick<Services, "db" | "sealer">,
  { number: given, ...options }: New<typeof requisites> & { number?: string } = {},
): Promise<TestRequisite> {
  const { method = "card" } = options;
  const number = given ?? (method === "card" ? cardNumber() : `+79${digits(9)}`);
  const traderId = options.traderId ?? (await testTrader(db)).id;
  const { sealed, hash, masked } = sealNumber(sealer, method === "card" ? "card" : "phone", number);
  const row = {
    method,
    bank: "sber",
    currency,
    holder: "IVAN PETROV",
    numberSealed: sealed,
    numberHash: hash,
    numberMasked: masked,
    minAmount: 100_00n,
    maxAmount: 100_000_00n,
    dayCountCap: null,
    daySumCap: null,
    parallelCap: 10,
    coolDownSeconds: 0,
    state: "active" as const,
    createdAt: new Date(),
    ...options,
    traderId,
  };
  return { ...only(await db.insert(requisites).values(row).returning()), number };
}

/** Collateral from outside, in the smallest unit of USDT. */
export const fundTrader = (
  { db, reference }: Pick<Services, "db"> & Pick<Poster, "reference">,
  traderId: string,
  amount: bigint,
): Promise<void> =>
  fund({ reference, fail: thrown }, db, traderCollateral.of(traderId, "USDT"), amount);

/** The access token of somebody new who holds the role, and has come in by its door. */
async function personOf({ services }: TestApi, role: Role, scope: Scope | null): Promise<string> {
  const account = await testAccount(services, { grants: [{ role, scope }] });
  return (await testSession(services, account, audienceOf[role])).accessToken;
}
export const merchantPerson = (api: TestApi, id: string): Promise<string> =>
  personOf(api, "merchant", { kind: "merchant", id });
export const traderPerson = (api: TestApi, id: string): Promise<string> =>
  personOf(api, "trader", { kind: "trader", id });
export const leadPerson = (api: TestApi, id: string): Promise<string> =>
  personOf(api, "lead", { kind: "team", id });
export const supportPerson = (api: TestApi): Promise<string> => personOf(api, "support", null);
export const adminPerson = (api: TestApi): Promise<string> => personOf(api, "admin", null);

/** Sixteen digits whose last is Luhn's. */
export function cardNumber(): string {
  const body = `2200${digits(11)}`;
  const sum = Array.from(body, (digit, at) => Number(digit) * (at % 2 === 0 ? 2 : 1)).reduce(
    (all, value) => all + (value > 9 ? value - 9 : value),
    0,
  );
  return `${body}${(10 - (sum % 10)) % 10}`;
}

const digits = (count: number): string =>
  Array.from({ length: count }, () => randomInt(10)).join("");

function only<T>(rows: readonly T[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error("nothing was written");
  return row;
}
