import {
  type ContractSchemas,
  type ContractTree,
  idOf,
  type JsonSchema,
  type Procedure,
  type ReasonSchema,
  type Rest,
} from "@mainstay/contracts";
import { restRoutes } from "../http/rest-routes.ts";
import { refusalsOf } from "./refusals.ts";

/** One query or mutation as REST serves it. */
export interface Operation extends Rest {
  /** Dotted, as the SDK calls it. */
  readonly name: string;
  /** `module.group`. */
  readonly group: string;
  readonly procedure: Procedure;
  readonly pathFields: readonly Field[];
  readonly queryFields: readonly Field[];
  readonly body: JsonSchema | null;
  readonly output: JsonSchema | null;
  readonly refusals: readonly ReasonSchema[];
}
export interface Field {
  readonly name: string;
  readonly required: boolean;
  readonly schema: JsonSchema;
}

/** Whether browsers and proxies may keep its answers. */
export const isKept = ({ method, procedure }: Pick<Operation, "method" | "procedure">): boolean =>
  method === "GET" && procedure.cache !== undefined;

const groupOf = (name: string): string => name.split(".").slice(0, -1).join(".");

export function operationsOf(contract: ContractTree, schemas: ContractSchemas): Operation[] {
  const byPath = new Map(schemas.procedures.map((one) => [one.path, one]));
  return restRoutes(contract).flatMap(({ name, procedure, method, path, inPath }) => {
    const described = byPath.get(name);
    if (!described) return [];
    const { input, output } = described;
    const fields = fieldsOf(input, schemas.inputs);
    const rest = fields.filter((field) => !inPath.includes(field.name));
    const inUrl = method === "GET" || method === "DELETE";
    const body = inUrl || !input ? null : inPath.length === 0 ? input : objectOf(rest);
    return {
      name,
      group: groupOf(name),
      procedure,
      method,
      path,
      pathFields: fields.filter((field) => inPath.includes(field.name)).map(inText),
      queryFields: inUrl ? rest.map(inText) : [],
      body,
      output,
      refusals: refusalsOf(procedure, schemas, { hasBody: body !== null }),
    };
  });
}

/** The fields of an object schema, also of one that is only named. */
export function fieldsOf(
  schema: JsonSchema | null,
  named: Readonly<Record<string, JsonSchema>>,
): Field[] {
  const object = schema?.$ref ? named[idOf(schema.$ref)] : schema;
  return Object.entries(object?.properties ?? {}).map(([name, field]) => ({
    name,
    required: object?.required?.includes(name) ?? false,
    schema: field,
  }));
}

const objectOf = (fields: readonly Field[]): JsonSchema | null =>
  fields.length === 0
    ? null
    : {
        type: "object",
        properties: Object.fromEntries(fields.map(({ name, schema }) => [name, schema])),
        required: fields.filter(({ required }) => required).map(({ name }) => name),
        additionalProperties: false,
      };

/** A URL cannot say null: there, a field is left out. */
function inText(field: Field): Field {
  const { anyOf, ...told } = field.schema;
  const variants = anyOf?.filter((variant) => variant.type !== "null");
  if (!variants) return field;
  const schema = variants.length === 1 ? { ...variants[0], ...told } : { ...told, anyOf: variants };
  return { ...field, schema };
}
