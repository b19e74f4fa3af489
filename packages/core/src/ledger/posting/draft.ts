import { type AccountRef, clearingOf, type JournalKind } from "@mainstay/contracts";
import { accountId } from "../accounts/account-id.ts";
import type { Draft, DraftLeg, Hold, Journal, Place, Settlement, Voiding } from "./journal.ts";

// The platform's accounts without a floor are not locked; they go behind those that are.
const unlocked = 32_767;

export const placeOf = (ref: AccountRef): Place => ({
  id: accountId(ref),
  lockRank: ref.purpose.floor === null ? unlocked : ref.purpose.lockRank,
  ref,
  name: ref.purpose.name,
  currency: ref.currency,
});

export const byLock = (one: Place, other: Place): number =>
  one.lockRank - other.lockRank || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);

type Head = Pick<Journal, "id" | "kind" | "ref">;
const draft = ({ id, kind, ref }: Head, legs: readonly DraftLeg[]): Draft => ({
  id,
  code: kind.name,
  ref,
  reverses: null,
  expiresAt: null,
  legs,
});
const posted = (debit: AccountRef, credit: AccountRef, amount: bigint): DraftLeg => ({
  kind: "posted",
  debit: placeOf(debit),
  credit: placeOf(credit),
  amount,
  hold: null,
});

export function draftOfJournal(journal: Journal): Draft {
  for (const { debit, credit } of journal.legs) requireCharted(journal.kind, debit, credit);
  return draft(
    journal,
    journal.legs.map(({ debit, credit, amount }) => posted(debit, credit, amount)),
  );
}

export function draftOfHold(hold: Hold): Draft {
  const { from, amount, expiresAt = null } = hold;
  const clearing = clearingOf(from.currency);
  requireCharted(hold.kind, from, clearing);
  const leg: DraftLeg = {
    kind: "pending",
    debit: placeOf(from),
    credit: placeOf(clearing),
    amount,
    hold: null,
  };
  return { ...draft(hold, [leg]), expiresAt };
}

export function draftOfSettlement(settlement: Settlement): Draft {
  const { hold, to } = settlement;
  for (const { account } of to)
    requireCharted(settlement.kind, clearingOf(account.currency), account);
  const amount = to.reduce((sum, part) => sum + part.amount, 0n);
  return draft(settlement, [
    { kind: "post", debit: null, credit: null, amount, hold },
    ...to.map((part) => posted(clearingOf(part.account.currency), part.account, part.amount)),
  ]);
}

export const draftOfVoiding = (voiding: Voiding): Draft =>
  draft(voiding, [{ kind: "void", debit: null, credit: null, amount: null, hold: voiding.hold }]);

/** The chart says between which accounts a journal moves money; one without legs is open to all. */
function requireCharted({ name, legs }: JournalKind, debit: AccountRef, credit: AccountRef): void {
  const charted = legs.some((leg) => leg.debit === debit.purpose && leg.credit === credit.purpose);
  if (legs.length > 0 && !charted) {
    throw new Error(
      `The chart of accounts has no leg from ${debit.purpose.name} to ${credit.purpose.name} in ${name}.`,
    );
  }
}
