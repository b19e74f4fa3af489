import { clearingAccount } from "@mainstay/contracts";
import { askPrepared, type DbOrTx } from "@mainstay/db";
import { arrayOf } from "./array-of.ts";
import { byLock } from "./draft.ts";
import type { Draft, DraftLeg, Place } from "./journal.ts";
import { isKnown } from "./known-accounts.ts";

interface PlainLeg extends DraftLeg {
  readonly debit: Place;
  readonly credit: Place;
}
interface Plain extends Draft {
  readonly legs: readonly PlainLeg[];
}

const mostLegs = 8;

/** What `ledger_post_plain` may take; from anything else it would only turn away. */
export const isPlain = (draft: Draft): draft is Plain =>
  draft.legs.length <= mostLegs &&
  draft.reverses === null &&
  draft.expiresAt === null &&
  draft.legs.every(({ kind, debit, credit }) => kind === "posted" && plain(debit) && plain(credit));

const plain = (place: Place | null): boolean => {
  if (!place?.ref || !isKnown(place.id)) return false;
  const { purpose } = place.ref;
  return purpose.floor === null ? purpose !== clearingAccount : purpose.side === "credit";
};

/** Whether it posted the journal; otherwise nothing was written, and `ledger_post` says why or does it. */
export async function postPlain(db: DbOrTx, { id, code, ref, legs }: Plain): Promise<boolean> {
  const places: Place[] = [];
  for (const { debit, credit } of legs) {
    for (const place of [debit, credit])
      if (!places.some((one) => one.id === place.id)) places.push(place);
  }
  const accounts = places.sort(byLock).map((place) => place.id);
  const colon = ref.indexOf(":");
  const [done] = await askPrepared<readonly [boolean]>(db, "ledger_post_plain", statement, [
    arrayOf(accounts),
    id,
    code,
    ref.slice(0, colon),
    ref.slice(colon + 1),
    arrayOf(legs.map(({ debit }) => accounts.indexOf(debit.id) + 1)),
    arrayOf(legs.map(({ credit }) => accounts.indexOf(credit.id) + 1)),
    arrayOf(legs.map(({ amount }) => amount)),
  ]);
  return done;
}
const statement = "select ledger_post_plain($1, $2, $3, $4, $5, $6, $7, $8)";
