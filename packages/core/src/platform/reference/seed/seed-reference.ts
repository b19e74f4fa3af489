import * as tables from "@mainstay/db";
import type { Tx } from "@mainstay/db";
import { banks, networks, paymentMethods } from "./payments.ts";
import { countries } from "./countries.ts";
import { currencies } from "./currencies.ts";

/** What every installation begins with. What is there already stays as administrators have made it. */
export async function seedReference(tx: Tx, now: Date): Promise<void> {
  const placed = <T extends object>(items: readonly T[]) =>
    items.map((item, index) => ({
      ...item,
      active: true,
      // Room to put something between two.
      position: (index + 1) * 10,
      changedAt: now,
      changedBy: "system:seed",
    }));
  await tx.insert(tables.currencies).values(placed(currencies)).onConflictDoNothing();
  await tx.insert(tables.networks).values(placed(networks)).onConflictDoNothing();
  await tx.insert(tables.countries).values(placed(countries())).onConflictDoNothing();
  await tx.insert(tables.banks).values(placed(banks)).onConflictDoNothing();
  await tx.insert(tables.paymentMethods).values(placed(paymentMethods)).onConflictDoNothing();
}
