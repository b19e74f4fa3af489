import { idOf, type JsonSchema } from "@mainstay/contracts";
import type { Named } from "./example.ts";

/** One line of a table of fields; `depth` says how far inside it lies. */
export interface FieldRow {
  readonly name: string;
  readonly depth: number;
  readonly type: string;
  readonly required: boolean;
  /** As JSON. */
  readonly byDefault: string | undefined;
  readonly limits: string;
  readonly about: string | undefined;
}

/** The fields of a schema, each followed by those inside it. */
export function fieldRows(
  schema: JsonSchema | null,
  named: Named,
  depth = 0,
  above: readonly string[] = [],
): FieldRow[] {
  if (!schema) return [];
  if (schema.$ref) {
    const id = idOf(schema.$ref);
    // The fields of a recursive schema stand where it first appears.
    return above.includes(id) ? [] : fieldRows(named[id] ?? null, named, depth, [...above, id]);
  }
  const inside = (inner: JsonSchema | null): FieldRow[] => fieldRows(inner, named, depth, above);
  if (schema.properties) {
    return Object.entries(schema.properties).flatMap(([name, field]) => [
      rowOf(name, field, schema.required?.includes(name) ?? false, named, depth),
      ...fieldRows(field, named, depth + 1, above),
    ]);
  }
  const variants = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (variants) return unique(variants.flatMap(inside));
  if (typeof schema.additionalProperties === "object") return inside(schema.additionalProperties);
  return [...(schema.prefixItems ?? []).flatMap(inside), ...inside(schema.items || null)];
}

function rowOf(
  name: string,
  field: JsonSchema,
  required: boolean,
  named: Named,
  depth: number,
): FieldRow {
  const target = field.$ref ? named[idOf(field.$ref)] : undefined;
  return {
    name,
    depth,
    type: typeOf(field, named),
    required,
    byDefault: field.default === undefined ? undefined : JSON.stringify(field.default),
    limits: limitsOf(field),
    about: field.description ?? target?.description,
  };
}

/** Variants of a union share most of their fields. */
function unique(rows: readonly FieldRow[]): FieldRow[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const text = JSON.stringify(row);
    return !seen.has(text) && seen.add(text);
  });
}

/** What a value is, in words. */
export function typeOf(schema: JsonSchema, named: Named, above: readonly string[] = []): string {
  const of = (inner: JsonSchema | boolean | undefined): string =>
    typeof inner === "object" ? typeOf(inner, named, above) : "anything";
  if (schema.$ref) {
    const id = idOf(schema.$ref);
    const target = named[id];
    // An object is called by its name, for its fields are listed; anything else says what it is.
    return !target || target.properties || above.includes(id)
      ? id
      : typeOf(target, named, [...above, id]);
  }
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(" | ");
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants) return [...new Set(variants.flatMap((one) => of(one).split(" | ")))].join(" | ");
  if (schema.allOf) return schema.allOf.map(of).join(" & ");
  if (Array.isArray(schema.type)) return schema.type.join(" | ");
  if (schema.type === "array") {
    if (schema.prefixItems) return `[${schema.prefixItems.map(of).join(", ")}]`;
    return `list of ${of(schema.items || undefined)}`;
  }
  if (schema.type === "object" && !schema.properties && schema.additionalProperties) {
    return `map of ${of(schema.additionalProperties)}`;
  }
  return schema.format ?? schema.type ?? "anything";
}

/** What else a value must be, in words. */
export function limitsOf(schema: JsonSchema): string {
  const inner = schema.anyOf?.find(({ type }) => type !== "null");
  if (inner && schema.anyOf?.length === 2) return limitsOf(inner);
  const { minLength, maxLength, minItems, maxItems, pattern } = schema;
  const above = numberOf(schema["exclusiveMinimum"]);
  const below = numberOf(schema["exclusiveMaximum"]);
  return [
    range(schema.minimum, schema.maximum),
    above === undefined ? "" : `more than ${above}`,
    below === undefined ? "" : `less than ${below}`,
    range(minLength, maxLength, "character"),
    range(minItems, maxItems, "item"),
    numberOf(schema["multipleOf"]) === undefined
      ? ""
      : `a multiple of ${String(schema["multipleOf"])}`,
    pattern === undefined ? "" : `matches ${pattern}`,
  ]
    .filter((part) => part !== "")
    .join(", ");
}

const numberOf = (value: unknown): number | undefined =>
  typeof value === "number" ? value : undefined;

function range(from: number | undefined, to: number | undefined, unit = ""): string {
  const of = (count: number): string => `${count}${unit && ` ${unit}${count === 1 ? "" : "s"}`}`;
  if (from !== undefined && to !== undefined) return from === to ? of(to) : `${from} to ${of(to)}`;
  if (from !== undefined) return `at least ${of(from)}`;
  return to === undefined ? "" : `at most ${of(to)}`;
}
