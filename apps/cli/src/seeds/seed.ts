import type { Operator } from "../operator.ts";

/** Something an installation begins with. Running it again changes nothing. */
export interface Seed {
  readonly name: string;
  /** Answers with what it added, in a few words, or null where all was there. */
  run(operator: Operator): Promise<string | null>;
}
