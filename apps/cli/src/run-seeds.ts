import { asOperator } from "./operator.ts";
import { keys } from "./seeds/keys.ts";
import { payments } from "./seeds/payments.ts";
import { people } from "./seeds/people.ts";
import type { Seed } from "./seeds/seed.ts";

/** In the order they run. The platform has none, as every setting has its default in the contract. */
const seeds: readonly Seed[] = [people, keys, payments];

/** What each seed added. */
export async function runSeeds(): Promise<readonly (readonly [name: string, added: string])[]> {
  if (seeds.length === 0) return [];
  return asOperator(async (operator) => {
    const told: [string, string][] = [];
    for (const { name, run } of seeds) told.push([name, (await run(operator)) ?? "all there"]);
    return told;
  });
}
