import { isMainstayError, type KnownReason } from "@mainstay/sdk";

export const problems = [
  "offline",
  "later",
  "not_offered",
  "store_closed",
  "changed",
  "file_kind",
  "file_large",
  "file_empty",
  "file_damaged",
  "file_pixels",
  "file_name",
  "files_full",
  "file_lost",
  "unexpected",
] as const;
export type ProblemKind = (typeof problems)[number];

/** What went wrong, in the payer's terms. */
export interface Problem {
  readonly kind: ProblemKind;
  /** A number that belongs to it, or what support finds the call by. */
  readonly detail: string;
}

/** Uploads are refused by reasons that no procedure declares, too. */
type Reason = KnownReason | "platform.file_address_refused";
const kinds: Readonly<Partial<Record<Reason, ProblemKind>>> = {
  "request.too_large": "file_large",
  "client.unreachable": "offline",
  "client.timeout": "offline",
  "client.unreadable": "offline",
  "payments.payment_session_state": "changed",
  "payments.method_not_offered": "not_offered",
  "payments.amount_out_of_limits": "not_offered",
  "payments.amount_too_small": "not_offered",
  "payments.store_not_taking": "store_closed",
  "platform.rate_missing": "not_offered",
  "platform.rate_stale": "not_offered",
  "platform.file_type_refused": "file_kind",
  "platform.file_type_wrong": "file_kind",
  "platform.file_too_large": "file_large",
  "platform.file_empty": "file_empty",
  "platform.file_unreadable": "file_damaged",
  "platform.file_too_many_pixels": "file_pixels",
  "platform.file_name_invalid": "file_name",
  "payments.proofs_full": "files_full",
  "platform.file_too_many": "files_full",
  "platform.file_missing": "file_lost",
  "platform.file_not_uploaded": "file_lost",
  "platform.file_not_ready": "file_lost",
  "platform.file_refused": "file_lost",
  "platform.file_size_wrong": "file_lost",
  "platform.file_address_refused": "file_lost",
};
const megabyte = 1_000_000;

export function problemOf(error: unknown): Problem {
  if (!isMainstayError(error)) return { kind: "unexpected", detail: "" };
  const known = kinds[error.reason as Reason];
  if (known === "file_large" && "limit" in error.details) {
    return { kind: known, detail: String(Math.floor(Number(error.details.limit) / megabyte)) };
  }
  if (known) return { kind: known, detail: "" };
  if (error.kind === "limited" || error.kind === "unavailable") {
    return { kind: "later", detail: "" };
  }
  return { kind: "unexpected", detail: error.requestId ?? "" };
}
