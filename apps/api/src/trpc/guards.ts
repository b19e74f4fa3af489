import {
  DomainError,
  keyInvalid,
  keyRequired,
  maskBySchema,
  type Procedure,
  requestReasons,
  unauthenticated,
  unavailable,
} from "@mainstay/contracts";
import {
  type Actor,
  type AuditEntry,
  canonicalJson,
  type Ctx,
  findAnswer,
  holdSession,
  type KeyUse,
  lockKey,
  makeCtx,
  type Outcome,
  storeAnswer,
  type Mark,
  type Tracked,
  writeAudit,
} from "@mainstay/core";
import { type DbOrTx, transaction, type Tx } from "@mainstay/db";
import { type Admitted, admit, keepAdmitted } from "./admit.ts";
import type { RequestContext } from "./context.ts";
import { limit } from "./limit.ts";
import { parseInput } from "./parse-input.ts";

/** A context that fits every use case; `implement` has checked each against the contract. */
export type AnyCtx = Ctx<string, never>;

export interface Bound {
  /** Dotted, as the caller and the audit name it. */
  readonly path: string;
  readonly procedure: Procedure;
  readonly prepare: ((ctx: AnyCtx, input: unknown) => Promise<unknown>) | null;
  readonly run: (ctx: AnyCtx, input: unknown, prepared: unknown) => unknown;
}

/** What was answered, and whether it came from the store. */
export interface Answered {
  readonly data: unknown;
  readonly replayed: boolean;
}

/** Whoever asked: what is kept is told to whoever asks next. */
const nobody: Admitted = { actor: null, browser: null };

export async function answerQuery(
  { procedure, run }: Bound,
  request: RequestContext,
  raw: unknown,
  signal: AbortSignal,
): Promise<Answered> {
  const admitted = await admit(procedure, request);
  await limit(procedure, request, admitted.actor);
  const input = parseInput(procedure, raw);
  const seen = procedure.cache ? nobody : admitted;
  return withinTime(request, signal, async (timed) => {
    const ctx = ctxOf(request, seen, request.services.db, timed);
    return { data: procedure.output.parse(await run(ctx, input, undefined)), replayed: false };
  });
}

/**
 * authenticate → authorise → limit → parse → stored answer? → prepare → transaction { lock key → savepoint
 * → use case → parse answer → store answer, audit } → answer
 *
 * A failure undoes the savepoint and stores the refusal; a bug undoes everything, and the key is free again.
 */
export async function answerMutation(
  bound: Bound,
  request: RequestContext,
  raw: unknown,
  signal: AbortSignal,
): Promise<Answered> {
  const { procedure } = bound;
  const { db, sealer } = request.services;
  const admitted = await admit(procedure, request);
  await limit(procedure, request, admitted.actor);
  const input = parseInput(procedure, raw);

  const use = keyUse(bound, request, admitted.actor, raw);
  const earlier = use && (await findAnswer(db, use, sealer));
  if (earlier) return replay(earlier, request);

  const prepared = await prepare(bound, request, admitted, input, signal);
  const result = await transaction(db, async (tx) => {
    // What was prepared took its time: a session that has ended meanwhile changes nothing any more.
    const session = procedure.fresh ? admitted.actor?.session : null;
    if (session && !(await holdSession(tx, session.id))) throw unauthenticated();
    if (use) {
      await lockKey(tx, use);
      // Another call may have committed between the first look and the lock.
      const meanwhile = await findAnswer(tx, use, sealer);
      if (meanwhile) return { outcome: meanwhile, replayed: true };
    }
    const isKept = use !== null || procedure.audit === "yes";
    const { outcome, entry } = await runUseCase(
      isKept ? (work) => tx.transaction(work) : (work) => work(tx),
      bound,
      request,
      admitted,
      input,
      prepared,
      signal,
    );
    const at = request.services.clock.now();
    const passing = "refused" in outcome && isOfTheMoment(outcome.refused);
    const undone = "refused" in outcome && !outcome.refused.keep && (passing || !isKept);
    if (undone) throw outcome.refused;
    if (use && !passing) storeAnswer(tx, use, outcome, sealer, at);
    if (procedure.audit === "yes") {
      writeAudit(tx, {
        at,
        actor: admitted.actor?.name ?? "anonymous",
        realActor: admitted.actor?.realActor ?? null,
        action: bound.path,
        outcome: "done" in outcome ? "done" : outcome.refused.reason,
        ip: request.ip,
        requestId: request.requestId,
        entry,
        asked: askedOf(procedure, input),
      });
    }
    return { outcome, replayed: false };
  });
  if (result.replayed) return replay(result.outcome, request);
  if ("refused" in result.outcome) throw result.outcome.refused;
  return { data: result.outcome.done, replayed: false };
}

/** Travels without an id: clients that do not know it pass over what has none. */
export interface LaterMark {
  readonly mark: string;
}

export async function* answerSubscription(
  { procedure, run }: Bound,
  request: RequestContext,
  raw: unknown,
  signal: AbortSignal,
): AsyncGenerator<Tracked<unknown> | LaterMark> {
  const admitted = await admit(procedure, request);
  await limit(procedure, request, admitted.actor);
  const input = parseInput(procedure, raw);
  using stay = keepAdmitted(procedure, request);
  const ctx = ctxOf(request, admitted, request.services.db, AbortSignal.any([signal, stay.signal]));
  let begun = false;
  for await (const event of run(ctx, input, undefined) as AsyncIterable<Mark | Tracked<unknown>>) {
    stay.signal.throwIfAborted();
    const { id } = event;
    if (!("resumed" in event)) yield { id, data: procedure.output.parse(event.data) };
    else if (!begun) yield { id, data: { resumed: event.resumed } };
    else if (request.knowsMarks) yield { mark: id };
    begun = true;
  }
  stay.signal.throwIfAborted();
}

/**
 * What waits for the outside ends at the request's time limit. A transaction does not: it waits for
 * nothing but the database, which has limits of its own, and cutting it would leave its caller unknowing.
 */
async function withinTime<T>(
  { timeoutMs }: RequestContext,
  left: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const over = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const refusal = unavailable({ retryAfterSeconds: 1 });
    refusal.cause = new Error(`the call took longer than ${timeoutMs} ms`);
    late.abort(refusal);
    over.reject(refusal);
  }, timeoutMs);
  try {
    return await Promise.race([work(AbortSignal.any([left, late.signal])), over.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function keyUse(
  { path, procedure }: Bound,
  request: RequestContext,
  actor: Actor | null,
  raw: unknown,
): KeyUse | null {
  const key = request.idempotencyKey;
  if (procedure.idempotency !== "key") return null;
  if (key === null) {
    if (procedure.limit === "money") throw keyRequired();
    return null;
  }
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) throw keyInvalid();
  return {
    owner: actor?.owner ?? `ip:${request.ip ?? "unknown"}`,
    procedure: path,
    key,
    inputHmac: request.services.sealer.fingerprint(canonicalJson(raw)),
    sensitive: procedure.sensitive,
  };
}

function replay(outcome: Outcome, request: RequestContext): Answered {
  request.setHeader("idempotency-replayed", "true");
  if ("refused" in outcome) throw outcome.refused;
  return { data: outcome.done, replayed: true };
}

/** A refusal while preparing is kept for the transaction, so that it is stored like every other. */
async function prepare(
  bound: Bound,
  request: RequestContext,
  admitted: Admitted,
  input: unknown,
  signal: AbortSignal,
): Promise<{ value: unknown } | { refused: DomainError }> {
  const { prepare: work } = bound;
  if (!work) return { value: undefined };
  try {
    return await withinTime(request, signal, async (timed) => ({
      value: await work(ctxOf(request, admitted, request.services.db, timed), input),
    }));
  } catch (error) {
    return { refused: declared(bound, error) };
  }
}

/** Not the answer to this input, but to this moment: a repeat with the same key must be done. */
const isOfTheMoment = ({ reason, kind }: DomainError): boolean =>
  always.has(reason) || kind === "unavailable" || kind === "limited" || kind === "unauthenticated";

/**
 * `within` is a savepoint where the refusal of a failure is to be kept, in the answers or in the audit;
 * elsewhere the transaction itself is enough, and two statements less.
 */
async function runUseCase(
  within: (work: (tx: Tx) => Promise<Outcome>) => Promise<Outcome>,
  bound: Bound,
  request: RequestContext,
  admitted: Admitted,
  input: unknown,
  prepared: Awaited<ReturnType<typeof prepare>>,
  signal: AbortSignal,
): Promise<{ outcome: Outcome; entry: AuditEntry | null }> {
  let entry: AuditEntry | null = null;
  const note = (added: AuditEntry): void => {
    entry = { ...entry, ...added };
  };
  try {
    if ("refused" in prepared) throw prepared.refused;
    const outcome = await within(async (tx): Promise<Outcome> => {
      try {
        const ctx = ctxOf(request, admitted, tx, signal, note);
        const answer = await bound.run(ctx, input, prepared.value);
        return { done: bound.procedure.output.parse(answer) };
      } catch (error) {
        if (error instanceof DomainError && error.keep) return { refused: declared(bound, error) };
        throw error;
      }
    });
    return { outcome, entry };
  } catch (error) {
    return { outcome: { refused: declared(bound, error) }, entry };
  }
}

const askedOf = ({ input: schema }: Procedure, input: unknown): Record<string, unknown> => {
  const masked = maskBySchema(schema, input);
  return masked !== null && typeof masked === "object" ? { ...masked } : {};
};

const always = new Set<string>(requestReasons.map((reason) => reason.reason));

/** A refusal that the contract declares; anything else is a bug and goes on as one. */
function declared(bound: Bound, error: unknown): DomainError {
  if (!(error instanceof DomainError)) throw error;
  const known =
    always.has(error.reason) || bound.procedure.errors.some((e) => e.reason === error.reason);
  if (known) return error;
  throw new Error(
    `${bound.path} refused with ${error.reason}, which its contract does not declare`,
    {
      cause: error,
    },
  );
}

function ctxOf(
  { services, requestId, ip, userAgent }: RequestContext,
  { actor, browser }: Admitted,
  db: DbOrTx,
  signal: AbortSignal,
  audit: (entry: AuditEntry) => void = () => {},
): AnyCtx {
  // Which database and whether an actor, the handler's own type says; authorise and the caller made it true.
  const seen = { db: db as never, actor: actor as Actor };
  return makeCtx<string, never, Actor>(services, {
    ...seen,
    requestId,
    ip,
    userAgent,
    browser,
    signal,
    audit,
  });
}
