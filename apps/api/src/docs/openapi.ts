import { anyone, type JsonSchema, signedIn, withAccount } from "@mainstay/contracts";
import { Components } from "./component-names.ts";
import { createAnswers, headers } from "./openapi-answers.ts";
import { isKept, type Operation } from "./operations.ts";
import { bodyExample } from "./request-example.ts";
import type { Source } from "./source.ts";

export interface OpenApi {
  readonly openapi: "3.1.1";
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly [kind: string]: unknown;
  };
  readonly [part: string]: unknown;
}
export interface OpenApiOperation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, unknown>>;
  readonly [part: string]: unknown;
}

/** The REST face as OpenAPI 3.1 tells it, for clients that are not TypeScript. */
export function openApi(source: Source): OpenApi {
  const { operations, schemas } = source;
  const components = new Components(schemas);
  const answers = createAnswers(schemas, components);
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  for (const operation of operations) {
    (paths[operation.path] ??= {})[operation.method.toLowerCase()] = {
      operationId: operation.name,
      summary: operation.procedure.summary,
      description: descriptionOf(operation),
      tags: [operation.group],
      ...(operation.procedure.access === anyone ? {} : { security: [{ bearer: [] }] }),
      ...(operation.procedure.deprecated ? { deprecated: true } : {}),
      parameters: parametersOf(operation, components),
      ...bodyOf(operation, source, components),
      responses: answers.of(operation),
    };
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Mainstay",
      version: source.version,
      description: `How errors, idempotency keys, limits and pages work is told at ${source.publicUrl}/docs.`,
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: `${source.publicUrl}/api/v1` }],
    tags: [...new Set(operations.map(({ group }) => group))].map((name) => ({ name })),
    paths,
    components: {
      schemas: components.schemas,
      parameters: {
        IdempotencyKey: idempotencyKey(false),
        IdempotencyKeyRequired: idempotencyKey(true),
        IfNoneMatch: ifNoneMatch,
      },
      headers,
      responses: answers.shared,
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "An API key or an access token." },
      },
    },
  };
}

function descriptionOf({ procedure }: Operation): string {
  const { access, deprecated, description } = procedure;
  const needs =
    access === anyone
      ? "Anyone may call this."
      : access === signedIn
        ? "Anyone who is signed in may call this."
        : access === withAccount
          ? "Anyone with an account may call this; a key may not."
          : typeof access === "string"
            ? `Who has the token of a ${access.replace("_", " ")} may call this.`
            : `Needs the permission \`${access.permission}\`, which these roles have: ${["admin", ...access.roles].join(", ")}.`;
  const gone = deprecated
    ? `Deprecated since ${deprecated.since}, served until ${deprecated.sunset}: use \`${deprecated.use}\`.`
    : undefined;
  return [description, needs, gone].filter((part) => part !== undefined).join("\n\n");
}

function parametersOf(operation: Operation, components: Components): unknown[] {
  const { idempotency, limit } = operation.procedure;
  const inPlace = (place: "path" | "query", fields: Operation["pathFields"]): unknown[] =>
    fields.map(({ name, required, schema: { description, ...schema } }) => ({
      name,
      in: place,
      required: place === "path" || required,
      ...(description ? { description } : {}),
      schema: components.refer(schema, "input"),
    }));
  const key = `#/components/parameters/IdempotencyKey${limit === "money" ? "Required" : ""}`;
  return [
    ...inPlace("path", operation.pathFields),
    ...inPlace("query", operation.queryFields),
    ...(idempotency === "key" ? [{ $ref: key }] : []),
    ...(isKept(operation) ? [{ $ref: "#/components/parameters/IfNoneMatch" }] : []),
  ];
}

const idempotencyKey = (required: boolean): unknown => ({
  name: "Idempotency-Key",
  in: "header",
  required,
  description:
    "A new key for each new change, the same key for its repeats: the change is made once, and each repeat is told the first answer.",
  schema: { type: "string", pattern: "^[\\x21-\\x7e]{1,255}$" },
});

const ifNoneMatch = {
  name: "If-None-Match",
  in: "header",
  required: false,
  description: "The `ETag` of the answer that the caller has: while it is the same, 304 says so.",
  schema: { type: "string" },
};

function bodyOf(
  { body }: Operation,
  { schemas }: Source,
  components: Components,
): { requestBody?: unknown } {
  if (!body) return {};
  const required = body.type !== "object" || (body.required?.length ?? 0) > 0;
  const example = bodyExample(body, schemas.inputs);
  const content = { "application/json": { schema: components.refer(body, "input"), example } };
  return { requestBody: { required, content } };
}
