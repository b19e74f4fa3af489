import { idOf, type JsonSchema } from "@mainstay/contracts";
import type { Field } from "./operations.ts";

export type Named = Readonly<Record<string, JsonSchema>>;

/**
 * A value that fits a schema: its own first example or default, or one made of its type and limits.
 * A pattern that none of the texts below fits wants an example in the contract.
 */
export function exampleOf(
  schema: JsonSchema,
  named: Named,
  above: readonly string[] = [],
): unknown {
  const [given] = Array.isArray(schema["examples"]) ? (schema["examples"] as unknown[]) : [];
  if (given !== undefined) return given;
  if (schema.default !== undefined && schema.default !== null) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.$ref) {
    const id = idOf(schema.$ref);
    // A recursive schema has to end somewhere; it says so itself by a variant that is null or empty.
    if (above.includes(id)) return null;
    return exampleOf(named[id] ?? {}, named, [...above, id]);
  }
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants) {
    const best = variants.find(({ type }) => type !== "null") ?? variants[0] ?? {};
    const made = exampleOf(best, named, above);
    return made === null && variants.some(({ type }) => type === "null") ? null : made;
  }
  if (schema.allOf) {
    const parts = schema.allOf.map((part) => exampleOf(part, named, above));
    return Object.assign({}, ...parts) as unknown;
  }
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case "string":
      return textOf(schema);
    case "integer":
    case "number":
      return numberOf(schema);
    case "boolean":
      return true;
    case "array":
      return listOf(schema, named, above);
    case "object":
      return objectOf(schema, named, above);
    case "null":
      return null;
    default:
      return "text";
  }
}

/** A call with what it needs, and what it would take by default; where it needs nothing, with all there is. */
export function exampleOfFields(fields: readonly Field[], named: Named): Record<string, unknown> {
  const told = fields.filter(({ required, schema }) => required || schema.default !== undefined);
  return Object.fromEntries(
    (told.length > 0 ? told : fields).map(({ name, schema }) => [name, exampleOf(schema, named)]),
  );
}

const formats: Readonly<Record<string, string>> = {
  "date-time": "2026-01-15T09:30:00Z",
  date: "2026-01-15",
  time: "09:30:00",
  duration: "PT15M",
  email: "ada@example.com",
  uri: "https://example.com",
  uuid: "0198c2a4-7e10-7c4b-9f21-5d3a8e6b1c70",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
};
const texts = [
  "text",
  "100.00",
  "100",
  "EUR",
  "eur",
  "a",
  "A",
  "1",
  "+4915112345678",
  ...Object.values(formats),
];

function textOf({ format, pattern, minLength = 0, maxLength = Infinity }: JsonSchema): string {
  if (format && formats[format]) return formats[format];
  const fits = texts.map((text) => text.padEnd(minLength, text).slice(0, maxLength));
  const regex = pattern === undefined ? null : new RegExp(pattern);
  return fits.find((text) => regex?.test(text) ?? true) ?? "text";
}

function numberOf({ minimum, maximum, exclusiveMinimum, ...schema }: JsonSchema): number {
  const step = typeof schema["multipleOf"] === "number" ? schema["multipleOf"] : 1;
  const least = typeof exclusiveMinimum === "number" ? exclusiveMinimum + step : minimum;
  return Math.min(Math.ceil(Math.max(least ?? step, step) / step) * step, maximum ?? Infinity);
}

function listOf(schema: JsonSchema, named: Named, above: readonly string[]): unknown[] {
  if (schema.prefixItems) return schema.prefixItems.map((item) => exampleOf(item, named, above));
  const { items } = schema;
  if (!items || (items.$ref && above.includes(idOf(items.$ref)))) return [];
  return Array.from({ length: schema.minItems ?? 1 }, () => exampleOf(items, named, above)).slice(
    0,
    schema.maxItems,
  );
}

function objectOf(
  schema: JsonSchema,
  named: Named,
  above: readonly string[],
): Record<string, unknown> {
  const recursive = ({ $ref }: JsonSchema): boolean =>
    $ref !== undefined && above.includes(idOf($ref));
  const fields = Object.entries(schema.properties ?? {}).filter(
    ([name, field]) => schema.required?.includes(name) || !recursive(field),
  );
  const made = fields.map(([name, field]) => [name, exampleOf(field, named, above)]);
  const rest = schema.additionalProperties;
  if (made.length === 0 && typeof rest === "object" && !recursive(rest)) {
    const { enum: [key] = [exampleOf(schema.propertyNames ?? { type: "string" }, named, above)] } =
      schema.propertyNames ?? {};
    made.push([String(key), exampleOf(rest, named, above)]);
  }
  return Object.fromEntries(made) as Record<string, unknown>;
}
