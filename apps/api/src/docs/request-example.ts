import type { JsonSchema } from "@mainstay/contracts";
import { exampleOf, exampleOfFields, type Named } from "./example.ts";
import { fieldsOf, type Operation } from "./operations.ts";

/** One call of an operation, made of examples. */
export interface RequestExample {
  /** Below `/api/v1`, with its query string. */
  readonly path: string;
  readonly body: unknown;
  /** What the SDK is given for the same call; undefined where it takes nothing. */
  readonly input: unknown;
}

export function requestExample(operation: Operation, named: Named): RequestExample {
  const inPath = exampleOfFields(operation.pathFields, named);
  const inQuery = exampleOfFields(operation.queryFields, named);
  const body = operation.body === null ? undefined : bodyExample(operation.body, named);
  const query = new URLSearchParams(
    Object.entries(inQuery).map(([name, value]) => [name, String(value)] as [string, string]),
  ).toString();
  const fields = isRecord(body) ? { ...inPath, ...inQuery, ...body } : { ...inPath, ...inQuery };
  const isFields = body === undefined || isRecord(body);
  return {
    path:
      operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
        encodeURIComponent(String(inPath[name])),
      ) + (query && `?${query}`),
    body,
    input: !isFields ? body : Object.keys(fields).length > 0 ? fields : undefined,
  };
}

/** As short as a call of it can be. */
export function bodyExample(body: JsonSchema, named: Named): unknown {
  const fields = fieldsOf(body, named);
  return fields.length > 0 ? exampleOfFields(fields, named) : exampleOf(body, named);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value);
