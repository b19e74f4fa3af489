import { DomainError } from "@mainstay/contracts";

/** What may leave the process in a log line or an error report, or stay in the audit. */
const masked = "[masked]";
const deepest = 8;

/** Fields that are secret by what their name holds, and those by their whole name. */
const secretPart =
  /authorization|cookie|passw|secret|token|api-?_?key|private-?_?key|encryption|credential|signature|mnemonic|dsn/i;
const secretName = /^(key|code|ticket|otp|pin|cvv|seed|sealed|params|parameters)$/i;
const isSecret = (name: string): boolean => secretPart.test(name) || secretName.test(name);

/** A copy that is plain data, without what is secret. */
export const mask = (fields: object): Record<string, unknown> =>
  (fields instanceof Error ? { err: maskError(fields) } : maskValue(fields, 0, [])) as Record<
    string,
    unknown
  >;

function maskValue(value: unknown, depth: number, above: readonly object[]): unknown {
  if (typeof value === "string") return maskText(value);
  if (typeof value === "bigint") return String(value);
  if (typeof value === "function" || typeof value === "symbol") return undefined;
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Error) return maskError(value);
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? "invalid date" : value.toISOString();
  if (value instanceof URL) return maskText(value.href);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer)
    return `[${value.byteLength} bytes]`;
  if (above.includes(value)) return "[circular]";
  if (depth === deepest) return "[deeper]";
  const path = [...above, value];
  const inner = (each: unknown): unknown => maskValue(each, depth + 1, path);
  if (value instanceof Map) return maskValue(Object.fromEntries(value), depth, above);
  if (value instanceof Set || Array.isArray(value)) return [...value].map(inner);
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      isSecret(name) && each !== null && each !== undefined ? masked : inner(each),
    ]),
  );
}

/** Secrets inside text: credentials of URLs, their queries, headers, JSON. Each of them needs one of these marks. */
export const maskText = (text: string): string => (/[@=:\s]/.test(text) ? maskMarked(text) : text);

/**
 * Texts can be long and from anybody: where a pattern begins at each of many places, how far it looks from
 * there is bounded.
 */
const maskMarked = (text: string): string =>
  text
    .replace(/:\/\/[^\s/?#@]+@/g, `://${masked}@`)
    .replace(/\b(bearer|basic)\s+[\w~+/.=-]+/gi, `$1 ${masked}`)
    .replace(
      /([?&;\s"']|^)((?:[\w-]*(?:token|secret|passw\w{0,30}|api_?key|signature)|key|code|ticket)=)[^&;\s"']+/gi,
      `$1$2${masked}`,
    )
    .replace(
      /("(?:[\w-]*(?:token|secret|passw\w{0,30}|api_?key|signature)|key|code|ticket)"\s*:\s*")[^"\\]*(?:\\.[^"\\]*)*/gis,
      `$1${masked}`,
    );

/** Fields of an error worth a line. Not `detail` and its like: there Postgres repeats values. */
const toldOf = [
  "code",
  "syscall",
  "severity",
  "schema",
  "table",
  "column",
  "constraint",
  "routine",
  "reason",
  "kind",
  "status",
] as const;

export function maskError(error: Error, depth = 0): Record<string, unknown> {
  const message = messageOf(error);
  const told = Object.fromEntries(
    toldOf.flatMap((name) => {
      const value = (error as unknown as Record<string, unknown>)[name];
      return typeof value === "string" || typeof value === "number" ? [[name, value]] : [];
    }),
  );
  return {
    type: error.name === "Error" ? error.constructor.name : error.name,
    message,
    ...told,
    ...(error instanceof DomainError ? { details: maskValue(error.details, 1, []) } : {}),
    stack: framesOf(error),
    ...(error.cause instanceof Error && depth < deepest
      ? { cause: maskError(error.cause, depth + 1) }
      : {}),
    ...(error instanceof AggregateError && depth < deepest
      ? {
          errors: error.errors
            .slice(0, 10)
            .map((each: unknown) =>
              each instanceof Error ? maskError(each, depth + 1) : maskValue(each, 1, []),
            ),
        }
      : {}),
  };
}

/** Drizzle appends the statement's parameters, and Postgres quotes the value it could not read. */
export const cleanMessage = (message: string): string =>
  maskText(
    message
      .replace(/\nparams:[\s\S]*$/, "")
      .replace(
        /^(invalid input [^"]*|date\/time field value [^"]*|value )"[\s\S]*"/,
        `$1"${masked}"`,
      ),
  );

export const messageOf = (error: Error): string => cleanMessage(error.message);

/** The frames alone: the head of a stack repeats the message as it was. */
function framesOf(error: Error): string | undefined {
  const { stack } = error;
  if (!stack) return undefined;
  const at = error.message === "" ? 0 : stack.indexOf(error.message);
  const rest = at === -1 ? stack : stack.slice(at + error.message.length);
  return rest
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => /^at .+(:\d+:\d+\)?|\(native\)|<anonymous>\)?)$/.test(line))
    .join("\n");
}
