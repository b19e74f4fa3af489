import { idOf, type JsonSchema, type Side } from "@mainstay/contracts";

/** The named schemas of one snapshot's side. */
export type Named = Readonly<Record<string, JsonSchema>>;
export interface Pair {
  readonly before: JsonSchema;
  readonly after: JsonSchema;
}

/**
 * What changed between two schemas to the harm of clients of the older one. An input may only take more
 * than it did; an output may only promise more. Enums of outputs are open in the SDK, so they may grow.
 */
export class SchemaComparison {
  readonly #side: Side;
  readonly #before: Named;
  readonly #after: Named;
  /** Named pairs under comparison or done: recursion ends, and each is reported once a path. */
  readonly #seen = new Set<string>();

  constructor(side: Side, before: Named, after: Named) {
    this.#side = side;
    this.#before = before;
    this.#after = after;
  }

  *compare({ before, after }: Pair, path: string): Generator<string> {
    if (before.$ref && after.$ref) {
      const key = `${before.$ref} ${after.$ref}`;
      if (this.#seen.has(key)) return;
      this.#seen.add(key);
    }
    const old = resolve(before, this.#before);
    const now = resolve(after, this.#after);
    const choicesBefore = choices(old);
    const choicesNow = choices(now);
    if (choicesBefore.length > 1 || choicesNow.length > 1) {
      yield* this.#compareChoices(choicesBefore, choicesNow, path);
      return;
    }
    yield* this.#compareSingle(old, now, path);
  }

  *#compareSingle(before: JsonSchema, after: JsonSchema, path: string): Generator<string> {
    // Anything: an input may become it, an output may have been it.
    if (isAnything(this.#side === "input" ? after : before)) return;
    const typeBefore = describe(before);
    const typeNow = describe(after);
    if (!this.#fits(typeBefore, typeNow)) {
      yield `${path}: was ${typeBefore}, is ${typeNow}`;
      return;
    }
    yield* this.#compareValues(before, after, path);
    yield* this.#compareLimits(before, after, path);
    yield* this.#compareObjects(before, after, path);
    yield* this.#compareItems(before, after, path);
  }

  #fits(before: string, after: string): boolean {
    if (before === after) return true;
    const [narrow, wide] = this.#side === "input" ? [before, after] : [after, before];
    return narrow === "integer" && wide === "number";
  }

  *#compareValues(before: JsonSchema, after: JsonSchema, path: string): Generator<string> {
    const old = values(before);
    const now = values(after);
    if (this.#side === "input") {
      if (!now) return;
      if (!old) yield `${path}: took any ${describe(before)}, takes only ${list(now)}`;
      const gone = old?.filter((value) => !now.includes(value)) ?? [];
      if (gone.length > 0) yield `${path}: does not take ${list(gone)} any more`;
      return;
    }
    if (!old) return;
    if (!now) yield `${path}: was one of ${list(old)}, is any ${describe(after)}`;
    const added = now?.filter((value) => !old.includes(value)) ?? [];
    if (added.length > 0 && !isOpen(before)) {
      yield `${path}: was only ${list(old)}, can now be ${list(added)}`;
    }
  }

  *#compareLimits(before: JsonSchema, after: JsonSchema, path: string): Generator<string> {
    if (this.#side === "output") return;
    for (const limit of ["minimum", "exclusiveMinimum", "minLength", "minItems"] as const) {
      const [old, now] = [numberOf(before, limit), numberOf(after, limit)];
      if (now !== null && (old === null || now > old))
        yield `${path}: ${limit} rose from ${old ?? "none"} to ${now}`;
    }
    for (const limit of ["maximum", "exclusiveMaximum", "maxLength", "maxItems"] as const) {
      const [old, now] = [numberOf(before, limit), numberOf(after, limit)];
      if (now !== null && (old === null || now < old))
        yield `${path}: ${limit} fell from ${old ?? "none"} to ${now}`;
    }
    for (const rule of ["pattern", "format", "multipleOf"] as const) {
      if (after[rule] !== undefined && after[rule] !== before[rule]) {
        yield `${path}: ${rule} was ${nameOf(before[rule])}, is ${nameOf(after[rule])}`;
      }
    }
  }

  *#compareObjects(before: JsonSchema, after: JsonSchema, path: string): Generator<string> {
    const old = before.properties ?? {};
    const now = after.properties ?? {};
    const requiredBefore = new Set(before.required);
    const requiredNow = new Set(after.required);
    for (const [name, field] of Object.entries(old)) {
      const at = path ? `${path}.${name}` : name;
      const changed = now[name];
      if (!changed) {
        yield `${at}: was removed`;
        continue;
      }
      if (this.#side === "input" && requiredNow.has(name) && !requiredBefore.has(name)) {
        yield `${at}: was optional, is required`;
      }
      if (this.#side === "output" && requiredBefore.has(name) && !requiredNow.has(name)) {
        yield `${at}: was always there, is optional`;
      }
      yield* this.compare({ before: field, after: changed }, at);
    }
    for (const name of requiredNow) {
      if (this.#side === "input" && !(name in old))
        yield `${path ? `${path}.` : ""}${name}: is new and required`;
    }
    yield* this.#compareRest(before, after, path);
  }

  *#compareRest(before: JsonSchema, after: JsonSchema, path: string): Generator<string> {
    const old = before.additionalProperties;
    const now = after.additionalProperties;
    if (this.#side === "input" && old !== undefined && old !== false && now === false) {
      yield `${path}: took any further field, takes none`;
    }
    if (typeof old === "object" && typeof now === "object") {
      yield* this.compare({ before: old, after: now }, `${path}[key]`);
    }
  }

  *#compareItems(before: JsonSchema, after: JsonSchema, path: string): Generator<string> {
    const old = before.prefixItems ?? [];
    const now = after.prefixItems ?? [];
    if (old.length !== now.length) {
      yield `${path}: had ${old.length} fixed items, has ${now.length}`;
      return;
    }
    for (const [at, item] of old.entries()) {
      const changed = now[at];
      if (changed) yield* this.compare({ before: item, after: changed }, `${path}[${at}]`);
    }
    if (before.items && after.items) {
      yield* this.compare({ before: before.items, after: after.items }, `${path}[]`);
    }
  }

  /** Each choice an input took must still be taken; each that an output gives must have been known. */
  *#compareChoices(before: JsonSchema[], after: JsonSchema[], path: string): Generator<string> {
    const input = this.#side === "input";
    const [needed, offered] = input ? [before, after] : [after, before];
    for (const one of needed) {
      const fits = offered.some((other) => {
        const pair = input ? { before: one, after: other } : { before: other, after: one };
        // Apart, so that a choice that does not fit leaves no trace in what was seen.
        const trial = new SchemaComparison(this.#side, this.#before, this.#after);
        for (const key of this.#seen) trial.#seen.add(key);
        return trial.compare(pair, path).next().done === true;
      });
      if (fits) continue;
      const what = describe(one);
      if (input) yield `${path}: does not take ${what} as it did`;
      else
        yield what === "null"
          ? `${path}: was never null, can be null`
          : `${path}: can now be another ${what}`;
    }
  }
}

const resolve = (schema: JsonSchema, named: Named): JsonSchema =>
  schema.$ref ? resolve(named[idOf(schema.$ref)] ?? {}, named) : schema;

const choices = (schema: JsonSchema): JsonSchema[] => {
  const of = schema.anyOf ?? schema.oneOf;
  if (of) return of;
  return Array.isArray(schema.type) ? schema.type.map((type) => ({ ...schema, type })) : [schema];
};

const values = (schema: JsonSchema): unknown[] | null =>
  "const" in schema ? [schema.const] : (schema.enum ?? null);

/** As the generator opens them. */
const isOpen = (schema: JsonSchema): boolean =>
  (schema.enum?.filter((value) => typeof value === "string").length ?? 0) > 1;

const isAnything = (schema: JsonSchema): boolean =>
  !["type", "const", "enum", "anyOf", "oneOf", "allOf", "$ref"].some(
    (keyword) => keyword in schema,
  );

const describe = (schema: JsonSchema): string => {
  if (schema.$ref) return idOf(schema.$ref);
  const [value] = values(schema) ?? [];
  return String(
    schema.type ?? (value === undefined ? "anything" : value === null ? "null" : typeof value),
  );
};

const list = (all: readonly unknown[]): string =>
  all.map((value) => JSON.stringify(value)).join(", ");

const nameOf = (rule: unknown): string =>
  rule === undefined ? "free" : typeof rule === "string" ? rule : JSON.stringify(rule);

const numberOf = (schema: JsonSchema, keyword: string): number | null => {
  const value = schema[keyword];
  return typeof value === "number" ? value : null;
};
