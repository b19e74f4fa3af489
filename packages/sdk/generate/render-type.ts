import { idOf, type JsonSchema } from "@mainstay/contracts";

export interface RenderOptions {
  /** What a named schema is called in the generated file. */
  readonly nameOf: (id: string) => string;
  /** Enums of answers stay open: a new value must not break an old client. */
  readonly openEnums: boolean;
}

/** A JSON Schema as a TypeScript type; objects are laid out over lines from `indent` on. */
export function renderType(schema: JsonSchema, options: RenderOptions, indent = ""): string {
  const render = (inner: JsonSchema): string => renderType(inner, options, indent);
  if (schema.$ref) return options.nameOf(idOf(schema.$ref));
  if ("const" in schema) return JSON.stringify(schema.const);
  if (schema.enum) return renderEnum(schema.enum, options);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return unique(choices.map(render)).join(" | ");
  if (schema.allOf) return schema.allOf.map((part) => renderPart(part, render)).join(" & ");
  if (Array.isArray(schema.type)) {
    return schema.type.map((type) => render({ ...schema, type })).join(" | ");
  }
  switch (schema.type) {
    case "string":
    case "boolean":
    case "null":
      return schema.type;
    case "number":
    case "integer":
      return "number";
    case "array":
      return renderArray(schema, render);
    case "object":
      return renderObject(schema, options, indent);
    case undefined:
      return "unknown";
    default:
      throw new Error(`There is no TypeScript for the JSON Schema type ${schema.type}.`);
  }
}

export function renderDoc(lines: readonly (string | undefined)[], indent: string): string {
  const text = lines.flatMap((line) => line?.replaceAll("*/", "*\\/").split("\n") ?? []);
  if (text.length === 0) return "";
  if (text.length === 1) return `${indent}/** ${text[0]} */\n`;
  return `${indent}/**\n${text.map((line) => `${indent} * ${line}`.trimEnd() + "\n").join("")}${indent} */\n`;
}

export const renderKey = (key: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);

function renderEnum(values: readonly unknown[], { openEnums }: RenderOptions): string {
  const types = values.map((value) => JSON.stringify(value));
  const several = values.filter((value) => typeof value === "string").length > 1;
  if (openEnums && several) types.push("(string & {})");
  return types.join(" | ");
}

function renderArray(schema: JsonSchema, render: (inner: JsonSchema) => string): string {
  const readonly = schema.readOnly ? "readonly " : "";
  if (schema.prefixItems) {
    const items = schema.prefixItems.map((item, at) =>
      at < (schema.minItems ?? 0) ? render(item) : `${renderPart(item, render)}?`,
    );
    if (schema.items) items.push(`...${renderPart(schema.items, render)}[]`);
    return `${readonly}[${items.join(", ")}]`;
  }
  return `${readonly}${schema.items ? renderPart(schema.items, render) : "unknown"}[]`;
}

function renderObject(schema: JsonSchema, options: RenderOptions, indent: string): string {
  const inside = `${indent}  `;
  const fields = Object.entries(schema.properties ?? {});
  const required = new Set(schema.required);
  const rest = schema.additionalProperties;
  if (fields.length === 0 && rest !== undefined && rest !== false) {
    const value = rest === true ? "unknown" : renderType(rest, options, indent);
    return renderRecord(schema, value, required);
  }
  // What zod infers for an object without fields.
  if (fields.length === 0) return "Record<string, never>";
  const lines = fields.map(([name, field]) => {
    const optional = !required.has(name);
    const type = renderType(field, options, inside);
    const readonly = schema.readOnly ? "readonly " : "";
    return `${docOf(field, inside)}${inside}${readonly}${renderKey(name)}${optional ? "?" : ""}: ${type}${optional ? " | undefined" : ""};\n`;
  });
  if (rest !== undefined && rest !== false) {
    lines.push(
      `${inside}[key: string]: ${rest === true ? "unknown" : renderType(rest, options, inside)};\n`,
    );
  }
  return `{\n${lines.join("")}${indent}}`;
}

/** Keys are spelled out as they are: one more would be one more field. */
function renderRecord(schema: JsonSchema, value: string, required: ReadonlySet<string>): string {
  const keys = schema.propertyNames?.enum ?? schema.propertyNames?.anyOf?.map((one) => one.const);
  if (!keys) return `{ [key: string]: ${value} }`;
  const names = keys.map((key) => JSON.stringify(key)).join(" | ");
  return `{ [key in ${names}]${required.size === 0 ? "?" : ""}: ${value} }`;
}

function docOf(field: JsonSchema, indent: string): string {
  const by = "default" in field ? `Default: ${JSON.stringify(field.default)}` : undefined;
  return renderDoc([field.description, by, field.deprecated ? "@deprecated" : undefined], indent);
}

const unique = (types: readonly string[]): string[] => [...new Set(types)];

/** A type that `[]`, `?` or `&` can follow. */
function renderPart(schema: JsonSchema, render: (inner: JsonSchema) => string): string {
  const several = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? schema.enum ?? schema.readOnly;
  return several || Array.isArray(schema.type) ? `(${render(schema)})` : render(schema);
}
