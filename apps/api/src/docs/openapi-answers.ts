import {
  type ContractSchemas,
  type ErrorDetails,
  errorKinds,
  fillMessage,
  type JsonSchema,
  type ReasonSchema,
} from "@mainstay/contracts";
import type { Components } from "./component-names.ts";
import { exampleOf } from "./example.ts";
import { isKept, type Operation } from "./operations.ts";
import { asksToWait, byStatus, isCommon } from "./refusals.ts";

const text: JsonSchema = { type: "string" };
const count: JsonSchema = { type: "integer", minimum: 0 };

export const headers = {
  "X-Request-Id": {
    description: "What the server's logs know this call by. A caller's own is taken over.",
    schema: text,
  },
  "Retry-After": { description: "Seconds to wait before the call is repeated.", schema: count },
  "RateLimit-Limit": {
    description: "Calls that this caller may make in one window.",
    schema: count,
  },
  "RateLimit-Remaining": { description: "Calls that are left in this window.", schema: count },
  "RateLimit-Reset": { description: "Seconds until the window ends.", schema: count },
  "RateLimit-Policy": {
    description: "The allowance and its window in seconds: `1200;w=60`.",
    schema: text,
  },
  "Idempotency-Replayed": {
    description: "`true` where this is the stored answer to an earlier call with the same key.",
    schema: { const: "true" },
  },
  ETag: { description: "Names this answer: send it back in `If-None-Match`.", schema: text },
  "Cache-Control": {
    description: "For how many seconds it may be kept, by anybody.",
    schema: text,
  },
  Sunset: { description: "When a deprecated operation ends, as an HTTP date.", schema: text },
} as const;
type HeaderName = keyof typeof headers;

const answerHeaders = (names: readonly HeaderName[]): Record<string, unknown> =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

const json = (schema: JsonSchema): unknown => ({ "application/json": { schema } });

/** An error as any client can read it, also one that it does not know yet. */
const anyError: JsonSchema = {
  type: "object",
  description:
    "A refusal. Newer servers may have reasons that a client does not know: their kind still says what to do.",
  properties: {
    reason: { type: "string", description: "What a program decides by." },
    kind: { type: "string", enum: [...errorKinds, "internal"] },
    message: { type: "string", description: "For people." },
    details: { type: "object", additionalProperties: true },
    requestId: { type: "string" },
  },
  required: ["reason", "kind", "message", "details", "requestId"],
};

const errorBody = (error: JsonSchema): unknown =>
  json({ type: "object", properties: { error }, required: ["error"] });

export interface Answers {
  /** Of one operation, by status. */
  readonly of: (operation: Operation) => Record<string, unknown>;
  /** Those that are the same for many operations. */
  readonly shared: Readonly<Record<string, unknown>>;
}

/** The schemas of the reasons are added to the components on the way. */
export function createAnswers(schemas: ContractSchemas, components: Components): Answers {
  const anyRef = components.add("Error", anyError);
  const refs = new Map<string, JsonSchema>(
    Object.values(schemas.reasons).map((reason) => [
      reason.reason,
      components.add(`${pascal(reason.reason)}Error`, errorSchema(reason, schemas, components)),
    ]),
  );
  const shared: Record<string, unknown> = {
    Internal: {
      description: "Something went wrong on the server's side; the request id says what.",
      headers: answerHeaders(["X-Request-Id"]),
      content: errorBody(anyRef),
    },
  };
  const refusal = (operation: Operation, reasons: readonly ReasonSchema[]): unknown => ({
    description: reasons.map(({ reason, message }) => `- \`${reason}\`: ${message}`).join("\n"),
    headers: answerHeaders([
      "X-Request-Id",
      ...(reasons.some(asksToWait) ? (["Retry-After"] as const) : []),
      ...(reasons.some(({ kind }) => kind === "limited") ? limits : []),
      // Refusals that a use case decided on are stored for the key; those before it are not.
      ...(reasons.every(isCommon) ? [] : replayed(operation)),
    ]),
    content: errorBody({
      anyOf: [...reasons.map(({ reason }) => refs.get(reason) ?? anyRef), anyRef],
    }),
  });
  const share = (operation: Operation, reasons: readonly ReasonSchema[]): unknown => {
    const [only] = reasons;
    if (!only || reasons.length > 1 || !isCommon(only)) return refusal(operation, reasons);
    const name = pascal(only.reason);
    shared[name] ??= refusal(operation, reasons);
    return { $ref: `#/components/responses/${name}` };
  };
  return {
    shared,
    of: (operation) => ({
      ...answer(operation, components),
      ...Object.fromEntries(
        byStatus(operation.refusals).map(([status, reasons]) => [
          status,
          share(operation, reasons),
        ]),
      ),
      500: { $ref: "#/components/responses/Internal" },
    }),
  };
}

function answer(operation: Operation, components: Components): Record<string, unknown> {
  const { output, procedure } = operation;
  const told = answerHeaders([
    "X-Request-Id",
    ...(isKept(operation) ? kept : limits),
    ...replayed(operation),
    ...(procedure.deprecated ? (["Sunset"] as const) : []),
  ]);
  return output
    ? {
        200: {
          description: "The answer.",
          headers: told,
          content: json(components.refer(output, "output")),
        },
        ...(isKept(operation) ? { 304: notChanged } : {}),
      }
    : { 204: { description: "Done; there is nothing to tell.", headers: told } };
}

const kept: readonly HeaderName[] = ["ETag", "Cache-Control"];
const notChanged = {
  description: "The answer is still the one that `If-None-Match` names.",
  headers: answerHeaders(["X-Request-Id", ...kept]),
};
const limits: readonly HeaderName[] = [
  "RateLimit-Limit",
  "RateLimit-Remaining",
  "RateLimit-Reset",
  "RateLimit-Policy",
];
const replayed = ({ procedure }: Operation): HeaderName[] =>
  procedure.idempotency === "key" ? ["Idempotency-Replayed"] : [];

/** `platform.setting_unknown` is `PlatformSettingUnknown`. */
const pascal = (reason: string): string =>
  reason.replace(/(?:^|[._])(\w)/g, (_, letter: string) => letter.toUpperCase());

function errorSchema(
  reason: ReasonSchema,
  schemas: ContractSchemas,
  components: Components,
): JsonSchema {
  const details = exampleOf(reason.details, schemas.outputs) as ErrorDetails;
  return {
    type: "object",
    description: reason.message,
    properties: {
      reason: { const: reason.reason },
      kind: { const: reason.kind },
      message: text,
      details: components.refer(reason.details, "output"),
      requestId: text,
    },
    required: ["reason", "kind", "message", "details", "requestId"],
    examples: [
      {
        reason: reason.reason,
        kind: reason.kind,
        message: fillMessage(reason.message, details),
        details,
        requestId: "4f1c2b9e-8a37-4d51-9c06-2e7b5d0a6f13",
      },
    ],
  };
}
