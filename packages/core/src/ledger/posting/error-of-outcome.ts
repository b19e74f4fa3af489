import {
  accountUnknown,
  balanceTooLarge,
  clearingOpen,
  currencyMixed,
  type DomainError,
  holdExceeded,
  holdExpired,
  holdResolved,
  holdUnknown,
  insufficientFunds,
  journalConflict,
  journalReversed,
  type PostingReason,
} from "@mainstay/contracts";
import type { DraftLeg, Place } from "./journal.ts";

/** What `ledger_post` answered, for whoever reads it. */
export function errorOfOutcome(
  outcome: string,
  about: {
    id: string;
    reverses: string | null;
    place: Place | undefined;
    leg: DraftLeg | undefined;
  },
): DomainError<PostingReason> {
  const { id: journalId, place, leg } = about;
  const account = { account: place?.name ?? "held from", currency: place?.currency ?? "" };
  const holdId = leg?.hold ?? "";
  const nameOf = (side: Place | null | undefined) =>
    side ? `${side.name} in ${side.currency}` : "the hold's";
  switch (outcome) {
    case "conflict":
      return journalConflict({ journalId });
    case "insufficient":
      return insufficientFunds(account);
    case "overflow":
      return balanceTooLarge(account);
    case "account_unknown":
      return accountUnknown({ account: place?.name ?? place?.id ?? "" });
    case "currency_mixed":
      return currencyMixed({ debit: nameOf(leg?.debit), credit: nameOf(leg?.credit) });
    case "clearing_open":
      return clearingOpen({ journalId });
    case "reversed":
      return journalReversed({ journalId: about.reverses ?? "" });
    case "hold_unknown":
      return holdUnknown({ holdId });
    case "hold_resolved":
      return holdResolved({ holdId });
    case "hold_expired":
      return holdExpired({ holdId });
    case "hold_exceeded":
      return holdExceeded({ holdId, amount: String(leg?.amount ?? "") });
    default:
      throw new Error(`ledger_post answered ${outcome}`);
  }
}
