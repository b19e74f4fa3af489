/**
 * The chart of accounts is data: what accounts there are and between which of them which journals move
 * money. The posting doors take nothing else, and docs/ledger.md is made of it.
 */
export type AccountSide = "debit" | "credit";

/** What an account is for. */
export interface AccountPurpose<N extends string = string> {
  /** Who owns such accounts, and what for: `merchant.balance`. */
  readonly name: N;
  readonly ownerKind: string;
  readonly purpose: string;
  /** On which side its balance grows: what is owed to somebody is on the credit side. */
  readonly side: AccountSide;
  /** No movement takes the balance below it. Null: none does, and many may post to it at once. */
  readonly floor: bigint | null;
  /**
   * The hottest are locked last, so that they are held the shortest. It is written when an account is opened:
   * who changes it later changes the rows, too, in a migration.
   */
  readonly lockRank: number;
  readonly about: string;
  /** The account of this owner in this currency; it is opened by what first moves money through it. */
  of(ownerId: string, currency: string): AccountRef;
}

export interface AccountRef {
  readonly purpose: AccountPurpose;
  readonly ownerId: string;
  readonly currency: string;
}

/** Who owns what is ours. */
export const platformOwner = "00000000-0000-0000-0000-000000000000";

export function accountPurpose<const N extends `${string}.${string}`>(
  name: N,
  declared: { side: AccountSide; floor: bigint | null; about: string; lockRank?: number },
): AccountPurpose<N> {
  const [ownerKind = "", purpose = "", ...rest] = name.split(".");
  if (rest.length > 0) throw new Error(`${name} has more than one dot`);
  const { side, floor, about } = declared;
  if (
    ownerKind !== "platform" &&
    (floor === null || (side === "debit" && purpose !== "receivable"))
  )
    throw new Error(
      `${name}: only the platform's accounts go without a floor, and only a receivable is a debt`,
    );
  const made: AccountPurpose<N> = {
    name,
    ownerKind,
    purpose,
    side,
    floor,
    // Those without a floor are not locked; among the others a module says which everybody touches.
    lockRank: declared.lockRank ?? (ownerKind === "platform" ? 20 : 10),
    about,
    // Ids of owners are the same in capitals, and the account's id is made of the letters.
    of(ownerId, currency) {
      if (ownerKind === "platform" && ownerId !== platformOwner)
        throw new Error(`${name} is the platform's, and nobody else's: its owner is platformOwner`);
      return { purpose: made, ownerId: ownerId.toLowerCase(), currency };
    },
  };
  return made;
}

/** What somebody owes us: the only account on which a debt may stand. */
export const receivable = <const K extends string>(
  ownerKind: K,
  about: string,
): AccountPurpose<`${K}.receivable`> =>
  accountPurpose(`${ownerKind}.receivable`, { side: "debit", floor: 0n, about });

/** One way in which money moves, between these accounts and no others. */
export interface JournalKind<N extends string = string> {
  readonly name: N;
  readonly when: string;
  readonly legs: readonly JournalLeg[];
}
export interface JournalLeg {
  readonly debit: AccountPurpose;
  readonly credit: AccountPurpose;
  /** In words: `V − the merchant's fee`. */
  readonly amount: string;
}

export const journalKind = <const N extends `${string}.${string}`>(
  name: N,
  declared: { when: string; legs: readonly JournalLeg[] },
): JournalKind<N> => ({ name, ...declared });

export interface Chart {
  readonly module: string;
  readonly accounts: readonly AccountPurpose[];
  readonly journals: readonly JournalKind[];
}
