import {
  merchantBalance,
  merchantReceivable,
  platformFees,
  platformRounding,
  settlementCurrency,
  teamEarnings,
  teamReceivable,
  traderCollateral,
  traderEarnings,
  traderReceivable,
} from "@mainstay/contracts";
import { paginate } from "@mainstay/sdk";
import { demoScopes } from "../../seeds/people.ts";
import type { Cast } from "./cast.ts";
import { units } from "./money.ts";

/** What stands on each account of those who play, by its purpose. */
export type Books = ReadonlyMap<string, bigint>;

const owned = [
  [merchantBalance, demoScopes.merchant],
  [merchantReceivable, demoScopes.merchant],
  [traderCollateral, demoScopes.trader],
  [traderEarnings, demoScopes.trader],
  [traderReceivable, demoScopes.trader],
  [teamEarnings, demoScopes.team],
  [teamReceivable, demoScopes.team],
  [platformFees, undefined],
  [platformRounding, undefined],
] as const;

export async function readBooks({ admin }: Cast): Promise<Books> {
  const books = new Map<string, bigint>();
  for (const [{ name }, ownerId] of owned) {
    const asked = { account: name, ownerId, currency: settlementCurrency, limit: 100 };
    let sum = 0n;
    for await (const { balance } of paginate(admin.ledger.accounts.list, asked)) {
      sum += units(balance);
    }
    books.set(name, sum);
  }
  return books;
}
