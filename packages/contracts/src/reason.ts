import { z } from "zod";

/** Every refusal is one of these kinds; transports and jobs map kinds, never single reasons. */
export const errorKinds = [
  "invalid",
  "unauthenticated",
  "forbidden",
  "not_found",
  "conflict",
  "precondition",
  "limited",
  "unavailable",
] as const;
export type ErrorKind = (typeof errorKinds)[number];

export type ErrorDetails = Record<string, unknown>;

/**
 * A refusal that the contract declares. `reason` is a union wherever several are possible, so that
 * `fail: (error: DomainError<"a" | "b">) => never` takes each of them and nothing else.
 */
export class DomainError<out R extends string = string> extends Error {
  readonly reason: R;
  readonly kind: ErrorKind;
  readonly details: ErrorDetails;
  /** A refusal keeps what the use case wrote; a failure rolls it back. */
  keep = false;

  constructor(reason: R, kind: ErrorKind, message: string, details: ErrorDetails) {
    super(message);
    this.name = "DomainError";
    this.reason = reason;
    this.kind = kind;
    this.details = details;
  }
}

type NoDetails = z.ZodObject<Record<never, never>>;

/** Calling a reason makes its error: `fail(settingUnknown({ key }))`. */
export interface Reason<out R extends string = string, D extends z.ZodObject = z.ZodObject> {
  (...details: ReasonArguments<D>): DomainError<R>;
  readonly reason: R;
  readonly kind: ErrorKind;
  readonly message: string;
  readonly details: D;
}
// The output of an empty object schema has every string as its key.
type ReasonArguments<D extends z.ZodObject> = string extends keyof z.output<D>
  ? []
  : [details: z.output<D>];

/** What a list of reasons is made of, whatever their details. */
// oxlint-disable-next-line typescript/no-explicit-any -- the only type that every call signature fits
export type AnyReason<R extends string = string> = Reason<R, any>;

/**
 * Declares a refusal. `message` is public; `{name}` in it stands for a detail. Say what was wrong,
 * with what, and what to do.
 */
export function reason<const R extends string, D extends z.ZodObject = NoDetails>(
  name: R,
  declared: { kind: ErrorKind; message: string; details?: D },
): Reason<R, D> {
  const make = (details: ErrorDetails = {}): DomainError<R> =>
    new DomainError(name, declared.kind, fillMessage(declared.message, details), details);
  return Object.assign(make, {
    reason: name,
    kind: declared.kind,
    message: declared.message,
    details: (declared.details ?? z.object({})) as D,
  }) as Reason<R, D>;
}

/** The message as a caller reads it; what has no detail stays as it is declared. */
export const fillMessage = (message: string, details: ErrorDetails): string =>
  message.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = details[name];
    if (value === undefined) return whole;
    if (typeof value === "string") return value;
    const isListOfTexts = Array.isArray(value) && value.every((one) => typeof one === "string");
    return isListOfTexts ? value.join(", ") : JSON.stringify(value);
  });
