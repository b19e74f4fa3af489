import type { JsonSchema } from "@mainstay/contracts";
import { SchemaComparison } from "./compare-schemas.ts";
import type { ProcedureSnapshot, Snapshot } from "./snapshot.ts";

export interface Comparison {
  /** What clients of the older contract cannot live with. */
  readonly breaking: readonly string[];
  /** What may be meant, but must be seen: access, and how calls are kept. */
  readonly notable: readonly string[];
  readonly added: readonly string[];
}

/** Compares a contract with an older one: within a major version only additions pass. */
export function compareContracts(before: Snapshot, after: Snapshot): Comparison {
  const breaking: string[] = [];
  const notable: string[] = [];
  for (const [path, old] of Object.entries(before.procedures)) {
    const now = after.procedures[path];
    if (!now) {
      breaking.push(`${path}: was removed`);
      continue;
    }
    if (old.kind !== now.kind) {
      breaking.push(`${path}: was a ${old.kind}, is a ${now.kind}`);
      continue;
    }
    if (old.rest && old.rest !== now.rest) {
      breaking.push(
        `${path}: was at ${old.rest} over REST, is ${now.rest ? `at ${now.rest}` : "not there"}`,
      );
    }
    breaking.push(...compareProcedure(path, old, now, before, after));
    notable.push(...compareManner(path, old, now));
  }
  for (const [reason, old] of Object.entries(before.reasons)) {
    const now = after.reasons[reason];
    if (!now) {
      breaking.push(`reason ${reason}: was removed`);
      continue;
    }
    if (old.kind !== now.kind) breaking.push(`reason ${reason}: was ${old.kind}, is ${now.kind}`);
    const comparison = new SchemaComparison("output", before.outputs, after.outputs);
    breaking.push(
      ...comparison.compare(
        { before: old.details, after: now.details },
        `reason ${reason} > details`,
      ),
    );
  }
  const isNew =
    <T>(all: Readonly<Record<string, T>>) =>
    (name: string) =>
      !(name in all);
  const added = [
    ...Object.keys(after.procedures).filter(isNew(before.procedures)),
    ...Object.keys(after.reasons)
      .filter(isNew(before.reasons))
      .map((reason) => `reason ${reason}`),
  ];
  return { breaking, notable, added };
}

function* compareProcedure(
  path: string,
  old: ProcedureSnapshot,
  now: ProcedureSnapshot,
  before: Snapshot,
  after: Snapshot,
): Generator<string> {
  const input = new SchemaComparison("input", before.inputs, after.inputs);
  if (old.input && now.input) {
    yield* input.compare({ before: old.input, after: now.input }, `${path} > input`);
  } else if (old.input) {
    yield `${path} > input: was taken, is not any more`;
  } else if (now.input && mustBeGiven(now.input, after)) {
    yield `${path} > input: was nothing, is required`;
  }
  const output = new SchemaComparison("output", before.outputs, after.outputs);
  if (old.output && now.output) {
    yield* output.compare({ before: old.output, after: now.output }, `${path} > output`);
  } else if (old.output) {
    yield `${path} > output: was answered, is not any more`;
  }
}

/** An older client sends no input at all; that must go on being enough. */
const mustBeGiven = (schema: JsonSchema, { inputs }: Snapshot): boolean =>
  [
    ...new SchemaComparison("input", {}, inputs).compare(
      { before: { type: "object" }, after: schema },
      "",
    ),
  ].length > 0;

function* compareManner(
  path: string,
  old: ProcedureSnapshot,
  now: ProcedureSnapshot,
): Generator<string> {
  if (old.access !== now.access) yield `${path}: access was ${old.access}, is ${now.access}`;
  if (old.idempotency !== now.idempotency) {
    yield `${path}: idempotency was ${old.idempotency}, is ${now.idempotency}`;
  }
  if (!old.sensitive && now.sensitive)
    yield `${path}: is sensitive now, and as a query goes by POST`;
}
