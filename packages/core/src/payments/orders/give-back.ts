import {
  type AccountRef,
  clearingOf,
  type DomainError,
  type JournalKind,
} from "@mainstay/contracts";
import { ledgerTransfers, type Tx } from "@mainstay/db";
import { and, eq, sql } from "drizzle-orm";
import {
  accountId,
  type Leg,
  postJournal,
  type Poster,
  readStandings,
} from "../../ledger/index.ts";

/** Who got something of an order, and what takes over what they cannot bear; null where there is no floor. */
export interface Back {
  readonly from: AccountRef;
  readonly owing: AccountRef | null;
}
export interface Return {
  readonly id: string;
  readonly kind: JournalKind;
  readonly ref: `${string}:${string}`;
  /** The journal that settled it. */
  readonly settlementId: string;
  readonly currency: string;
  readonly gaveTo: readonly Back[];
  /** Where all of it goes. */
  to(sum: bigint): Promise<readonly { readonly account: AccountRef; readonly amount: bigint }[]>;
}

/** Others may spend between looking and posting; then it is looked at again. */
const mostTries = 5;

/** Looks and posts, until what was seen to be there was. */
export async function untilBorne(lookAndPost: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await lookAndPost();
      return;
    } catch (error) {
      const spent = (error as Partial<DomainError>).reason === "ledger.insufficient_funds";
      if (!spent || attempt === mostTries) throw error;
    }
  }
}

/**
 * The mirror of a settlement: everybody gives back their part. What an account cannot bear is owed from then on.
 */
export async function giveBack(
  { reference }: Pick<Poster, "reference">,
  tx: Tx,
  back: Return,
): Promise<void> {
  const fail = (error: DomainError): never => {
    throw error;
  };
  const { id, kind, ref } = back;
  await untilBorne(async () =>
    postJournal({ reference, fail }, tx, { id, kind, ref, legs: await legsOf(tx, back) }),
  );
}

async function legsOf(tx: Tx, back: Return): Promise<Leg[]> {
  const clearing = clearingOf(back.currency);
  const settled = await postedBy(tx, back.settlementId);
  const gave = (account: AccountRef): bigint =>
    settled
      .filter(({ creditId }) => creditId === accountId(account))
      .reduce((sum, { amount }) => sum + amount, 0n);
  const legs: Leg[] = [];
  let sum = 0n;
  for (const { from, owing } of back.gaveTo) {
    const amount = gave(from);
    const bears = owing === null ? amount : least(amount, await availableOn(tx, from));
    if (bears > 0n) legs.push({ debit: from, credit: clearing, amount: bears });
    if (owing && bears < amount)
      legs.push({ debit: owing, credit: clearing, amount: amount - bears });
    sum += amount;
  }
  for (const { account, amount } of await back.to(sum))
    if (amount > 0n) legs.push({ debit: clearing, credit: account, amount });
  return legs;
}

const postedBy = (tx: Tx, journal: string) =>
  tx
    .select({
      debitId: ledgerTransfers.debitId,
      creditId: ledgerTransfers.creditId,
      amount: ledgerTransfers.amount,
    })
    .from(ledgerTransfers)
    .where(and(eq(ledgerTransfers.journalId, journal), eq(ledgerTransfers.kind, "posted")));

/** How much a journal took from an account. */
export async function takenBy(tx: Tx, journal: string, account: AccountRef): Promise<bigint> {
  const debits = (await postedBy(tx, journal)).filter(
    ({ debitId }) => debitId === accountId(account),
  );
  return debits.reduce((sum, { amount }) => sum + amount, 0n);
}

export async function availableOn(tx: Tx, account: AccountRef): Promise<bigint> {
  const [standing] = await readStandings(tx, sql`a.id = ${accountId(account)}`, 1);
  return standing?.available ?? 0n;
}

export const least = (one: bigint, other: bigint): bigint => (one < other ? one : other);
