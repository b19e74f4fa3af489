import { asOperator, type Operator } from "./operator.ts";
import { people } from "./seeds/people.ts";

/** Something an installation begins with. Running it again changes nothing. */
export interface Seed {
  readonly name: string;
  /** Answers with what it added, in a few words, or null where all was there. */
  run(operator: Operator): Promise<string | null>;
}

/** In the order they run. The platform has none, as every setting has its default in the contract. */
const seeds: readonly Seed[] = [people];

/** What each seed added. */
export async function runSeeds(): Promise<readonly (readonly [name: string, added: string])[]> {
  if (seeds.length === 0) return [];
  return asOperator(async (operator) => {
    const told: [string, string][] = [];
    for (const { name, run } of seeds) told.push([name, (await run(operator)) ?? "all there"]);
    return told;
  });
}
