import { z } from "zod";
import { type ContractTree, type Procedure, walk } from "./define.ts";
import { requestReasons } from "./platform/request.ts";
import type { AnyReason, ErrorKind } from "./reason.ts";

/**
 * The one walk from zod to JSON Schema. The SDK's types, the REST face, its OpenAPI document, the
 * reference pages and the contract's snapshot are all made from what is returned here.
 */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  format?: string;
  pattern?: string;
  readOnly?: boolean;
  deprecated?: boolean;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  propertyNames?: JsonSchema;
  items?: JsonSchema | false;
  prefixItems?: JsonSchema[];
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  [keyword: string]: unknown;
}
/** `input`: as a caller writes it, with defaults optional and unknown fields refused. `output`: as it is answered. */
export type Side = "input" | "output";

/** A schema, with the named ones that it needs by their ids; `$ref`s in it read `#/$defs/<id>`. */
export interface SchemaWithNames {
  readonly schema: JsonSchema;
  readonly named: Readonly<Record<string, JsonSchema>>;
}

/** Null stands for "nothing": an input that is void. */
export function jsonSchema(schema: z.ZodType, side: Side): SchemaWithNames | null {
  if (schema instanceof z.ZodVoid) return null;
  const {
    $schema: _,
    $defs = {},
    ...root
  } = z.toJSONSchema(schema, { io: side }) as JsonSchema & {
    $defs?: Record<string, JsonSchema>;
  };
  const rename = nameRecursive($defs);
  const tidy = (raw: JsonSchema): JsonSchema => tidySchema(raw, side, rename);
  const named: Record<string, JsonSchema> = {};
  for (const [id, raw] of Object.entries($defs)) {
    const alias = raw.$ref && anonymous.test(idOf(raw.$ref)) ? $defs[idOf(raw.$ref)] : undefined;
    const { $ref: _, ...told } = raw;
    if (!anonymous.test(id)) named[id] = tidy(alias ? { ...alias, ...told } : raw);
  }
  return { schema: tidy(root), named };
}

export interface ProcedureSchemas {
  readonly path: string;
  readonly procedure: Procedure;
  readonly input: JsonSchema | null;
  /** For a subscription: of one event. */
  readonly output: JsonSchema | null;
}
export interface ReasonSchema {
  readonly reason: string;
  readonly kind: ErrorKind;
  readonly message: string;
  readonly details: JsonSchema;
}
export interface ContractSchemas {
  readonly procedures: readonly ProcedureSchemas[];
  /** Every reason of the contract, by name, with those that any procedure can answer with. */
  readonly reasons: Readonly<Record<string, ReasonSchema>>;
  /** Named schemas by id; one that is used on both sides is in both, and the two may differ. */
  readonly inputs: Readonly<Record<string, JsonSchema>>;
  readonly outputs: Readonly<Record<string, JsonSchema>>;
}

export function contractSchemas(tree: ContractTree): ContractSchemas {
  const named = { input: new Map<string, JsonSchema>(), output: new Map<string, JsonSchema>() };
  const collect = (schema: z.ZodType, side: Side, where: string): JsonSchema | null => {
    const made = namingPlace(where, () => jsonSchema(schema, side));
    for (const [id, one] of Object.entries(made?.named ?? {})) {
      const known = named[side].get(id);
      if (known && JSON.stringify(known) !== JSON.stringify(one)) {
        throw new Error(`Two different schemas are named ${id}; one of them is used by ${where}.`);
      }
      named[side].set(id, one);
    }
    return made && made.schema;
  };

  const reasons = new Map<string, ReasonSchema>();
  const addReason = ({ reason, kind, message, details }: AnyReason): void => {
    const schema = collect(details as z.ZodObject, "output", reason) ?? {};
    const known = reasons.get(reason);
    const made = { reason, kind, message, details: schema };
    if (known && JSON.stringify(known) !== JSON.stringify(made)) {
      throw new Error(`The reason ${reason} is declared twice, differently.`);
    }
    reasons.set(reason, made);
  };
  requestReasons.forEach(addReason);

  const procedures = [...walk(tree)].map(({ path, procedure }) => {
    procedure.errors.forEach(addReason);
    const input = collect(procedure.input, "input", path);
    return { path, procedure, input, output: collect(procedure.output, "output", path) };
  });
  return {
    procedures,
    reasons: sorted(reasons),
    inputs: sorted(named.input),
    outputs: sorted(named.output),
  };
}

function namingPlace<T>(where: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Error(`${where}: ${(error as Error).message}`, { cause: error });
  }
}

export const idOf = (ref: string): string => ref.slice(ref.lastIndexOf("/") + 1);

const sorted = <T>(map: Map<string, T>): Record<string, T> =>
  Object.fromEntries([...map].toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** What zod calls a recursive schema that has no name of its own. */
const anonymous = /^__schema\d+$/;

/** A recursive schema must be called something; `z.json().meta({ id })` calls it by the name around it. */
function nameRecursive(defs: Record<string, JsonSchema>): (ref: string) => string {
  const names = new Map<string, string>();
  for (const [id, schema] of Object.entries(defs)) {
    if (schema.$ref && !anonymous.test(id)) names.set(idOf(schema.$ref), id);
  }
  return (ref) => {
    const id = idOf(ref);
    if (!anonymous.test(id)) return ref;
    const name = names.get(id);
    if (name) return `#/$defs/${name}`;
    throw new Error("A recursive schema has no name: give it one with .meta({ id }).");
  };
}

function tidySchema(raw: JsonSchema, side: Side, rename: (ref: string) => string): JsonSchema {
  const tidy = (inner: JsonSchema): JsonSchema => tidySchema(inner, side, rename);
  const { id: _, ...schema } = raw;
  if (schema.$ref) schema.$ref = rename(schema.$ref);
  // The pattern says at length what the format says by name.
  if (schema.format && schema.pattern) delete schema.pattern;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.propertyNames && Object.keys(schema.propertyNames).join() === "type") {
    delete schema.propertyNames;
  }
  for (const list of ["anyOf", "oneOf", "allOf", "prefixItems"] as const) {
    if (schema[list]) schema[list] = schema[list].map(tidy);
  }
  if (schema.items) schema.items = tidy(schema.items);
  if (typeof schema.additionalProperties === "object") {
    schema.additionalProperties = tidy(schema.additionalProperties);
  }
  if (schema.properties) {
    schema.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, field]) => [name, tidy(field)]),
    );
    // A server refuses fields it does not know; a client must let an answer grow.
    if (side === "input") schema.additionalProperties ??= false;
    else if (schema.additionalProperties === false) delete schema.additionalProperties;
  }
  return schema;
}
