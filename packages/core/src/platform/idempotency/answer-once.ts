import { createHash } from "node:crypto";
import {
  DomainError,
  type ErrorDetails,
  type ErrorKind,
  keyInProgress,
  keyReused,
} from "@mainstay/contracts";
import { type DbOrTx, idempotencyAnswers, tell, type Tx } from "@mainstay/db";
import { and, eq, sql } from "drizzle-orm";
import type { Sealer } from "../../ports.ts";

/** What answers are sealed for. */
export const answerPurpose = "idempotency";

/** One caller's use of one key on one procedure. The owner outlives sessions and rotated API keys. */
export interface KeyUse {
  readonly owner: string;
  readonly procedure: string;
  readonly key: string;
  /** Of the raw input, so that the same key with another input is noticed. */
  readonly inputHmac: Buffer;
  readonly sensitive: boolean;
}

export type Outcome = { readonly done: unknown } | { readonly refused: DomainError };

/** The stored outcome, if there is one; refuses when the key was used with another input. */
export async function findAnswer(
  db: DbOrTx,
  use: KeyUse,
  sealer: Sealer,
): Promise<Outcome | undefined> {
  const [stored] = await db.select().from(idempotencyAnswers).where(sameUse(use));
  if (!stored) return undefined;
  if (!stored.inputHmac.equals(use.inputHmac)) throw keyReused();
  const answer = use.sensitive ? unseal(stored.answer, sealer) : stored.answer;
  return stored.outcome === "done" ? { done: answer } : { refused: readRefusal(answer) };
}

/**
 * Takes the key for this transaction. It never waits: a second call would pin a connection for as long as
 * the first one works.
 */
export async function lockKey(tx: Tx, use: KeyUse): Promise<void> {
  const name = `${use.owner}\n${use.procedure}\n${use.key}`;
  const hash = createHash("sha256").update(name).digest().readBigInt64BE();
  const { rows } = await tx.execute<{ taken: boolean }>(
    sql`select pg_try_advisory_xact_lock(${hash}::bigint) as taken`,
  );
  if (!rows[0]?.taken) throw keyInProgress({ retryAfterSeconds: 1 });
}

export function storeAnswer(tx: Tx, use: KeyUse, outcome: Outcome, sealer: Sealer, at: Date): void {
  const answer = "done" in outcome ? (outcome.done ?? null) : writeRefusal(outcome.refused);
  const kept = tx.insert(idempotencyAnswers).values({
    owner: use.owner,
    procedure: use.procedure,
    key: use.key,
    inputHmac: use.inputHmac,
    outcome: "done" in outcome ? "done" : "refused",
    answer: use.sensitive
      ? { sealed: sealer.seal(answerPurpose, JSON.stringify(answer)) }
      : sql`${JSON.stringify(answer)}::json`,
    at,
  });
  tell(tx, kept.toSQL());
}

const sameUse = (use: KeyUse) =>
  and(
    eq(idempotencyAnswers.owner, use.owner),
    eq(idempotencyAnswers.procedure, use.procedure),
    eq(idempotencyAnswers.key, use.key),
  );

const unseal = (answer: unknown, sealer: Sealer): unknown =>
  JSON.parse(sealer.open(answerPurpose, (answer as { sealed: string }).sealed)) as unknown;

interface StoredRefusal {
  reason: string;
  kind: ErrorKind;
  message: string;
  details: ErrorDetails;
}
const writeRefusal = ({ reason, kind, message, details }: DomainError): StoredRefusal => ({
  reason,
  kind,
  message,
  details,
});
const readRefusal = (stored: unknown): DomainError => {
  const { reason, kind, message, details } = stored as StoredRefusal;
  return new DomainError(reason, kind, message, details);
};

/** The same input in another order of fields is the same input. */
export function canonicalJson(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) =>
      inner !== null && typeof inner === "object" && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? ""
  );
}
