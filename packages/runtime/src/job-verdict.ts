import { DomainError, type ErrorKind } from "@mainstay/contracts";
import { maskText } from "@mainstay/core";

export type Verdict = "retry" | "give_up";

/** May the same job succeed later, with nothing changed in it? */
const verdictOf: Record<ErrorKind, Verdict> = {
  invalid: "give_up",
  unauthenticated: "give_up",
  forbidden: "give_up",
  not_found: "give_up",
  precondition: "give_up",
  conflict: "retry",
  limited: "retry",
  unavailable: "retry",
};

/** What cannot be read now cannot be read later. */
export class PayloadError extends Error {
  override readonly name = "PayloadError";
}

/** What nobody foresaw may pass. */
export function verdictOn(error: unknown): Verdict {
  if (error instanceof PayloadError) return "give_up";
  return error instanceof DomainError ? verdictOf[error.kind] : "retry";
}

const longest = 500;

/** For the outbox row, where operators read it. */
export function shortError(error: unknown): string {
  const text =
    error instanceof DomainError
      ? `${error.reason}: ${error.message}`
      : error instanceof Error
        ? `${error.name}: ${error.message}`
        : String(error);
  return maskText(text).slice(0, longest);
}
