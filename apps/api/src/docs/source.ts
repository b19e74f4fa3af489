import {
  type AnySetting,
  contractSchemas,
  type ContractSchemas,
  type ContractTree,
  type Event,
  events,
  type Job,
  jobs,
  settingsOfModules,
  walkJobs,
} from "@mainstay/contracts";
import { version } from "@mainstay/core";
import { type Operation, operationsOf } from "./operations.ts";

/** What the document and the pages are made of. */
export interface Source {
  readonly version: string;
  /** Where callers reach the API, without a slash at its end. */
  readonly publicUrl: string;
  readonly schemas: ContractSchemas;
  readonly operations: readonly Operation[];
  readonly jobs: readonly Job[];
  readonly events: readonly Event[];
  readonly settings: readonly AnySetting[];
}

export function sourceOf(contract: ContractTree, publicUrl: string): Source {
  const schemas = contractSchemas(contract);
  return {
    version,
    publicUrl: publicUrl.replace(/\/+$/, ""),
    schemas,
    operations: operationsOf(contract, schemas),
    jobs: [...walkJobs(jobs)],
    events,
    settings: settingsOfModules,
  };
}
