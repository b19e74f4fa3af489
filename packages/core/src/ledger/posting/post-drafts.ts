import {
  type AccountRef,
  currencyTooFine,
  currencyUnknown,
  type DomainError,
  type PostingReason,
} from "@mainstay/contracts";
import { askPrepared, type DbOrTx, isTransaction, repeated } from "@mainstay/db";
import type { ReferenceReader } from "../../platform/index.ts";
import { arrayOf, someOf } from "./array-of.ts";
import { byLock, placeOf } from "./draft.ts";
import { errorOfOutcome } from "./error-of-outcome.ts";
import type { Draft, Place, Posted } from "./journal.ts";
import { isKnown, nowKnown } from "./known-accounts.ts";
import { isPlain, postPlain } from "./post-plain.ts";
import type { Poster } from "./poster.ts";
import { refusalOfDraft } from "./refusal-of-draft.ts";

export type JournalOutcome =
  | ({ readonly done: true } & Posted)
  | { readonly done: false; readonly id: string; readonly error: DomainError<PostingReason> };

/** A chain's coins have up to 18 digits; with 8, a `bigint` still holds ninety billion. */
const mostDigits = 8;

/**
 * Posts journals in one round trip, each for itself: an outcome for each, in their order. Within a
 * transaction they commit with it; otherwise all that were accepted commit together.
 */
export async function postDrafts(
  ctx: { readonly reference: ReferenceReader },
  db: DbOrTx,
  drafts: readonly Draft[],
): Promise<JournalOutcome[]> {
  const refusals = drafts.map(refusalOfDraft);
  const [only] = drafts;
  if (only && drafts.length === 1 && !refusals[0] && isPlain(only)) {
    const ask = () => postPlain(db, only);
    if (await (isTransaction(db) ? ask() : repeated(ask)))
      return [{ done: true, id: only.id, repeated: false }];
  }
  const sound = drafts.filter((_, index) => !refusals[index]);
  const arranged = await arrange(ctx.reference, sound);
  const answers = new Map<Draft, JournalOutcome>();
  if (arranged.drafts.length > 0) {
    const ask = () => post(db, arranged);
    const outcomes = await (isTransaction(db) ? ask() : repeated(ask));
    for (const [index, draft] of arranged.drafts.entries()) {
      const outcome = outcomes[index];
      if (outcome) answers.set(draft, outcome);
    }
  }
  return drafts.map((draft, index) => {
    const error = refusals[index] ?? arranged.refused.get(draft);
    const outcome = error ? { done: false as const, id: draft.id, error } : answers.get(draft);
    if (!outcome) throw new Error(`ledger_post told nothing of the journal ${draft.id}`);
    return outcome;
  });
}

/** Opens an account before anything moves through it; what moves money does it by itself. */
export async function openAccount(ctx: Poster, db: DbOrTx, ref: AccountRef): Promise<string> {
  const place = placeOf(ref);
  const error = await refusalOfNew(ctx.reference, [place]);
  if (error) ctx.fail(error);
  const none: never[] = [];
  const values = [definitionsOf([place]), none, none, none, none, none];
  await askPrepared(db, "ledger_post", statement, [
    ...values,
    null,
    null,
    none,
    none,
    none,
    none,
    none,
    null,
  ]);
  return place.id;
}

interface Arranged {
  readonly drafts: readonly Draft[];
  readonly refused: ReadonlyMap<Draft, DomainError<PostingReason>>;
  /** In the order of their locks. */
  readonly places: readonly Place[];
}

async function arrange(reference: ReferenceReader, drafts: readonly Draft[]): Promise<Arranged> {
  const refused = new Map<Draft, DomainError<PostingReason>>();
  const places = new Map<string, Place>();
  for (const draft of drafts) {
    const own = draft.legs
      .flatMap(({ debit, credit }) => [debit, credit])
      .filter((p) => p !== null);
    const error = await refusalOfNew(reference, own);
    if (error) refused.set(draft, error);
    else for (const place of own) places.set(place.id, place);
  }
  return {
    drafts: drafts.filter((draft) => !refused.has(draft)),
    refused,
    places: [...places.values()].toSorted(byLock),
  };
}

/** The currency of an account that may have to be opened. */
async function refusalOfNew(
  reference: ReferenceReader,
  places: readonly Place[],
): Promise<DomainError<PostingReason> | null> {
  for (const { id, currency } of places) {
    if (isKnown(id)) continue;
    const known = await reference.currency(currency);
    if (!known) return currencyUnknown({ currency });
    if (known.digits > mostDigits) return currencyTooFine({ currency, digits: known.digits });
  }
  return null;
}

const statement =
  "select outcomes, subjects from ledger_post($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
type Answer = readonly [outcomes: string[] | null, subjects: (number | null)[] | null];

async function post(db: DbOrTx, { drafts, places }: Arranged): Promise<JournalOutcome[]> {
  const legs = drafts.flatMap((draft, index) => draft.legs.map((leg) => ({ leg, of: index + 1 })));
  const at = new Map(places.map(({ id }, index) => [id, index + 1]));
  const placeOfSide = (place: Place | null) => (place ? (at.get(place.id) ?? null) : null);
  const values = [
    arrayOf(places.map(({ id }) => id)),
    arrayOf(drafts.map(({ id }) => id)),
    drafts.map(({ code }) => code),
    drafts.map(({ ref }) => ref.slice(0, ref.indexOf(":"))),
    drafts.map(({ ref }) => ref.slice(ref.indexOf(":") + 1)),
    someOf(drafts.map(({ reverses }) => reverses)),
    someOf(drafts.map(({ expiresAt }) => expiresAt?.toISOString() ?? null)),
    arrayOf(legs.map(({ of }) => of)),
    arrayOf(legs.map(({ leg }) => leg.kind)),
    arrayOf(legs.map(({ leg }) => placeOfSide(leg.debit))),
    arrayOf(legs.map(({ leg }) => placeOfSide(leg.credit))),
    arrayOf(legs.map(({ leg }) => leg.amount)),
    someOf(legs.map(({ leg }) => leg.hold)),
  ];
  const ask = (definitions: string | null) =>
    askPrepared<Answer>(db, "ledger_post", statement, [definitions, ...values]);
  const allKnown = places.every(({ id, ref }) => ref === null || isKnown(id));
  let [outcomes, subjects] = await ask(allKnown ? null : definitionsOf(places));
  // Another database, or a transaction that was undone after it had opened one.
  if (!outcomes) [outcomes, subjects] = await ask(definitionsOf(places));
  if (!outcomes) throw new Error("ledger_post answered nothing though it could open every account");
  for (const { id, ref } of places) if (ref) nowKnown(id);
  return outcomes.map((outcome, index) => {
    const { id } = drafts[index] as Draft;
    if (outcome === "posted" || outcome === "repeated")
      return { done: true, id, repeated: outcome === "repeated" };
    const subject = subjects?.[index] ?? 0;
    const error = errorOfOutcome(outcome, {
      id,
      reverses: drafts[index]?.reverses ?? null,
      place: places[subject - 1],
      leg: legs[subject - 1]?.leg,
    });
    return { done: false, id, error };
  });
}

const definitionsOf = (places: readonly Place[]): string =>
  JSON.stringify(
    places.flatMap(({ id, ref }) =>
      ref
        ? {
            id,
            owner_kind: ref.purpose.ownerKind,
            owner_id: ref.ownerId,
            purpose: ref.purpose.purpose,
            currency: ref.currency,
            normal_side: ref.purpose.side,
            floor: ref.purpose.floor === null ? null : String(ref.purpose.floor),
            lock_rank: ref.purpose.lockRank,
          }
        : [],
    ),
  );
