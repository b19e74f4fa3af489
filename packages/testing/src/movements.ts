import { randomUUID } from "node:crypto";
import {
  type AccountRef,
  merchantBalance,
  teamEarnings,
  traderCollateral,
  traderEarnings,
} from "@mainstay/contracts";
import { balanceOf } from "@mainstay/core";
import { type Called, call, type TestApi } from "./api.ts";
import { fund, thrown } from "./ledger.ts";
import { testMerchant, testTrader } from "./payments.ts";

/** Whose money moves, and on which of their accounts. */
export interface Movable {
  readonly owner: { readonly kind: string; readonly id: string };
  readonly account: string;
}

/** A merchant, a trader and the trader's team, with each account that money comes to and goes from. */
export async function movableOwners({ services: { db } }: TestApi) {
  const merchant = { kind: "merchant", id: (await testMerchant(db, { name: "North" })).id };
  const { id, teamId } = await testTrader(db);
  const trader = { kind: "trader", id };
  return {
    merchant: { owner: merchant, account: merchantBalance.name },
    collateral: { owner: trader, account: traderCollateral.name },
    earnings: { owner: trader, account: traderEarnings.name },
    team: { owner: { kind: "team", id: teamId }, account: teamEarnings.name },
  };
}

export const usdt = (amount: string) => ({ amount, currency: "USDT" });

/** What `payments.movements.record` takes: a deposit of 12.5 USDT, if nothing else is said. */
export const movementInput = (about: Movable, changes: object = {}) => ({
  kind: "deposit",
  money: usdt("12.5"),
  outsideReference: randomUUID(),
  ...about,
  ...changes,
});

export const askMovements = (api: TestApi, name: string, input: object, as: string) =>
  call(api.url, `payments.movements.${name}`, input, { by: "query", as });
export const changeMovements = (
  api: TestApi,
  name: string,
  input: object,
  as: string,
  key: string = randomUUID(),
) => call(api.url, `payments.movements.${name}`, input, { key, as });

/** Of what was made. */
export function idOfMade({ data, error }: Called): string {
  if (error) throw new Error(`${error.reason}: ${error.message}`);
  return (data as { id: string }).id;
}

const purposes = [merchantBalance, traderCollateral, traderEarnings, teamEarnings];
function refOf({ owner, account }: Movable): AccountRef {
  const purpose = purposes.find(({ name }) => name === account);
  if (!purpose) throw new Error(account);
  return purpose.of(owner.id, "USDT");
}
/** In the smallest unit. */
export const availableOn = async ({ services }: TestApi, about: Movable): Promise<bigint> =>
  (await balanceOf(services.db, refOf(about))).available;
export const fundMovable = (
  { services: { db, reference } }: TestApi,
  about: Movable,
  amount: bigint,
): Promise<void> => fund({ reference, fail: thrown }, db, refOf(about), amount);
