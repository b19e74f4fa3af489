import type { JsonSchema } from "@mainstay/contracts";
import fc from "fast-check";

type Named = Readonly<Record<string, JsonSchema>>;
export interface Known {
  readonly ids: readonly string[];
  /** Addresses, passwords, tokens: what a random text would never hit. */
  readonly texts: readonly string[];
}

/** Inputs of a procedure: such as its schema allows, and as many that are nearly so. */
export function fuzzInputs(
  schema: JsonSchema | null,
  named: Named,
  known: Known,
  options: { runs: number; seed: number },
): unknown[] {
  const valid = schema ? valuesOf(schema, named, known) : fc.constant({});
  const mutated = fc
    .tuple(valid, fc.array(fc.tuple(fc.nat(), fc.nat(), odd), { minLength: 1, maxLength: 3 }))
    .map(([value, changes]) => changes.reduce(changed, structuredClone(value)));
  return fc.sample(fc.oneof(valid, mutated), { numRuns: options.runs, seed: options.seed });
}

function valuesOf(schema: JsonSchema, named: Named, known: Known): fc.Arbitrary<unknown> {
  const of = (inner: JsonSchema): fc.Arbitrary<unknown> => valuesOf(inner, named, known);
  if (schema.$ref !== undefined) {
    const { [schema.$ref.replace(/^.*\//, "")]: target, ...others } = named;
    // One that names itself is any JSON there.
    return target ? valuesOf(target, others, known) : fc.jsonValue();
  }
  if ("const" in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map(of));
  if (Array.isArray(schema.type)) {
    return fc.oneof(...schema.type.map((type) => of({ ...schema, type })));
  }
  switch (schema.type) {
    case "string":
      return texts(schema, known);
    case "integer":
      return fc.integer({ min: schema.minimum ?? -1_000, max: schema.maximum ?? 1_000_000 });
    case "number":
      return fc.double({ min: schema.minimum ?? -1e6, max: schema.maximum ?? 1e6, noNaN: true });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return fc.array(schema.items ? of(schema.items) : fc.jsonValue(), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.max(schema.minItems ?? 0, Math.min(schema.maxItems ?? 5, 5)),
      });
    case "object":
      return objects(schema, of);
    default:
      return fc.jsonValue();
  }
}

function objects(
  schema: JsonSchema,
  of: (inner: JsonSchema) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const { properties, required = [], additionalProperties } = schema;
  if (!properties) {
    const values = typeof additionalProperties === "object" ? of(additionalProperties) : null;
    return fc.dictionary(fc.string(), values ?? fc.jsonValue(), { maxKeys: 5 });
  }
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, inner]) => [name, of(inner)]),
  );
  return fc.record(fields, { requiredKeys: required });
}

function texts(schema: JsonSchema, { ids, texts: knownTexts }: Known): fc.Arbitrary<string> {
  const some = (values: readonly string[], other: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    values.length > 0 ? fc.oneof(fc.constantFrom(...values), other) : other;
  const min = schema.minLength ?? 0;
  switch (schema.format) {
    case "uuid":
      return some(ids, fc.uuid());
    case "email":
      return some(
        knownTexts.filter((text) => text.includes("@")),
        fc.emailAddress(),
      );
    case "date-time":
      return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
    default:
      if (schema.pattern !== undefined) return fc.stringMatching(new RegExp(schema.pattern));
      return some(
        knownTexts.filter((text) => text.length >= min),
        fc.string({
          unit: "grapheme",
          minLength: min,
          maxLength: Math.max(min, Math.min(schema.maxLength ?? 200, 200)),
        }),
      );
  }
}

const odd: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  null,
  "",
  " ",
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  true,
  [],
  {},
  [[[]]],
  "\0",
  "\ud800",
  "💥".repeat(500),
  "x".repeat(20_000),
  "' or 1=1 --",
  "%_\\%",
  "../../etc/passwd",
  "-1",
  "1970-01-01",
  "+275760-09-13T00:00:00.000Z",
  "00000000-0000-0000-0000-000000000000",
  "__proto__",
  JSON.parse('{"__proto__":{"admin":true}}'),
  { constructor: { prototype: { admin: true } } },
  { toString: 1 },
);

/** The value with one place of it removed, replaced, added to or wrapped. */
function changed(value: unknown, [where, how, by]: [number, number, unknown]): unknown {
  if (value === null || typeof value !== "object") return by;
  const names = Object.keys(value);
  const name = names[where % Math.max(names.length, 1)];
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
  if (name === undefined) {
    copy[typeof by === "string" ? by : "field"] = by;
    return copy;
  }
  const inner = copy[name];
  if (inner !== null && typeof inner === "object" && how % 3 === 0) {
    copy[name] = changed(inner, [where >> 2, how >> 2, by]);
    return copy;
  }
  switch (how % 5) {
    case 0:
      delete copy[name];
      return copy;
    case 1:
      copy[`${name}2`] = by;
      return copy;
    case 2:
      copy[name] = [inner];
      return copy;
    case 3:
      return how % 7 === 0 ? by : [copy];
    default:
      copy[name] = by;
      return copy;
  }
}
