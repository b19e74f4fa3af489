import { settlementCurrency as usdt } from "@mainstay/contracts";
import type { Ctx } from "@mainstay/core";
import { createRequisite } from "@mainstay/core/payments/requisites/create-requisite";
import { saveTerms } from "@mainstay/core/payments/terms/save-terms";
import { ageLimits, currentRate } from "@mainstay/core/platform/rates/current-rates";
import { setRate } from "@mainstay/core/platform/rates/set-rate";
import { merchants, stores, teams, traders, type Tx } from "@mainstay/db";
import type { Operator } from "../operator.ts";
import { depositOnce } from "./deposits.ts";
import { isThere } from "./is-there.ts";
import { demoScopes } from "./people.ts";
import type { Seed } from "./seed.ts";

/** The demo merchant's: the same in every installation, so that a first call can name it. */
export const demoStore = "00000000-0000-7000-8000-00000000000e";
const currency = "RUB";
const roubles = (amount: string) => ({ amount, currency });

/** Of no bank and no country, and yet of the right form. */
const demoRequisites = [
  { method: "card", number: "0000 0000 0000 0000" },
  { method: "sbp", number: "+7 000 000-00-00" },
] as const;

/**
 * In development alone: what a pay-in and a pay-out need to be served, but for a trader who says that he is
 * here. Each part is looked at by itself, so that whoever changed or paused one keeps it so.
 */
export const payments: Seed = {
  name: "payments",
  async run(operator) {
    if (operator.env.MODE !== "development") return null;
    const added: string[] = [];
    if (await addPeople(operator)) added.push("a store, a team, a trader");
    for (const { method, number } of demoRequisites) {
      await addTerms(operator, method);
      if (await addRequisite(operator, method, number)) added.push(`a requisite by ${method}`);
    }
    const { trader, merchant } = demoScopes;
    const deposits = [
      { account: "trader.collateral", owner: { kind: "trader", id: trader }, amount: "10000" },
      { account: "merchant.balance", owner: { kind: "merchant", id: merchant }, amount: "1000" },
    ] as const;
    for (const { amount, ...deposit } of deposits) {
      const money = { amount, currency: usdt };
      if (await depositOnce(operator, { ...deposit, money })) added.push(`${amount} ${usdt}`);
    }
    if (await addRate(operator)) added.push("a rate");
    return added.length === 0 ? null : added.join(", ");
  },
};

/** Rows, as the use cases give ids of their own. */
async function addPeople(operator: Operator): Promise<boolean> {
  if (await isThere(operator, "select from stores where id = $1", [demoStore])) return false;
  const { ctx, change } = operator;
  const createdAt = ctx.clock.now();
  const { merchant: merchantId, team: teamId, trader: traderId } = demoScopes;
  const made = { state: "active", createdAt } as const;
  const look = { title: "Demo shop", logoFileId: null, successUrl: null, failureUrl: null };
  const fees = { feeIn: 20_000, feeOut: 20_000, weight: 1, parallelCap: 100 };
  const commissions = { commissionIn: 5_000, commissionOut: 5_000 };
  const store = { id: demoStore, merchantId, name: "Demo shop", look, lateMinutes: 60 };
  const make = async ({ db }: Ctx<string, Tx>): Promise<void> => {
    const rows = [
      db.insert(merchants).values({ id: merchantId, name: "Demo merchant", ...made }),
      db.insert(teams).values({ id: teamId, name: "Demo team", ...commissions, ...made }),
      db.insert(traders).values({ id: traderId, teamId, name: "Demo trader", ...fees, ...made }),
      db.insert(stores).values({ ...store, sumShiftMost: 99, ...made }),
    ];
    for (const row of rows) await row.onConflictDoNothing();
  };
  await change("payments.stores.create", make, undefined, { target: `store:${demoStore}` });
  return true;
}

async function addTerms(operator: Operator, method: string): Promise<void> {
  for (const direction of ["pay_in", "pay_out"] as const) {
    const own =
      "select from store_terms where store_id = $1 and direction = $2 and currency = $3 and method = $4";
    if (await isThere(operator, own, [demoStore, direction, currency, method])) continue;
    await operator.change("payments.terms.save", saveTerms, {
      storeId: demoStore,
      direction,
      currency,
      method,
      min: roubles("100"),
      max: roubles("100000"),
      feePercent: "6",
      feeFixed: { amount: "0", currency: usdt },
      active: true,
    });
  }
}

/** One that was archived does not come back. */
async function addRequisite(operator: Operator, method: string, number: string): Promise<boolean> {
  const traderId = demoScopes.trader;
  const own = "select from requisites where trader_id = $1 and currency = $2 and method = $3";
  if (await isThere(operator, own, [traderId, currency, method])) return false;
  await operator.change("payments.requisites.create", createRequisite, {
    traderId,
    method,
    bank: "sber",
    holder: "DEMO TRADER",
    number,
    min: roubles("100"),
    max: roubles("100000"),
    dayCountCap: null,
    daySumCap: null,
    parallelCap: 100,
    coolDownSeconds: 0,
  });
  return true;
}

/** Said again where it is too old to be used. */
async function addRate({ ctx, change }: Operator): Promise<boolean> {
  const pair = { base: usdt, quote: currency };
  const there = await currentRate(ctx.db, pair);
  const limitOf = await ageLimits(ctx.settings);
  if (there && !limitOf(there).isOver(ctx.clock.now())) return false;
  const rate = { ...pair, rate: there?.rate ?? "100", confirm: true };
  await change("platform.rates.set", setRate, rate);
  return true;
}
