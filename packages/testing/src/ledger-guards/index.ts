import type { Probe } from "./books.ts";
import { concurrencyProbes } from "./concurrency-probes.ts";
import { foldProbes } from "./fold-probes.ts";
import { holdProbes } from "./hold-probes.ts";
import { plainProbes } from "./plain-probes.ts";
import { postingProbes } from "./posting-probes.ts";
import { rightProbes } from "./right-probes.ts";
import { rowProbes } from "./row-probes.ts";
import { tableProbes } from "./table-probes.ts";

export { type Books, openBooks, type Probe } from "./books.ts";
export * from "./catalog-mutations.ts";
export { functionMutations } from "./function-mutations.ts";
export * from "./guards-of.ts";
export { ledgerRights, rightsRule } from "./right-probes.ts";
export { columnRule } from "./row-probes.ts";
export { ledgerTables } from "./samples.ts";
export { mutated } from "./text-mutations.ts";
export { triggerMutations } from "./trigger-mutations.ts";

/** Of these rows are written by hand, which leaves books that are not clean. */
export const tableRules: Readonly<Record<string, Probe>> = {
  ...rowProbes,
  ...tableProbes,
  ...rightProbes,
};
export const functionRules: Readonly<Record<string, Probe>> = {
  ...postingProbes,
  ...plainProbes,
  ...holdProbes,
  ...concurrencyProbes,
  ...foldProbes,
};
/** Each rule of the ledger by its name, and what shows that it holds. */
export const probes: Readonly<Record<string, Probe>> = { ...tableRules, ...functionRules };
