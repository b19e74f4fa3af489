import {
  accountPurpose,
  clearingAccount,
  type DomainError,
  externalAccount,
  journalKind,
  platformOwner,
  receivable,
} from "@mainstay/contracts";
import { type AccountRef, type JournalKind } from "@mainstay/contracts";
import { type Journal, type Poster, postJournal } from "@mainstay/core";
import type { Db } from "@mainstay/db";

/** A chart of accounts for tests: wallets, fees, and every way to move between them. */
export const walletAccount = accountPurpose("account.wallet", {
  side: "credit",
  floor: 0n,
  about: "What somebody has.",
});
export const debtAccount = receivable("account", "What somebody owes.");
export const feesAccount = accountPurpose("platform.fees", {
  side: "credit",
  floor: null,
  about: "What is ours.",
});
export const anyMove = journalKind("test.move", { when: "a test wants it", legs: [] });

export const wallet = (ownerId: string, currency = "USDT"): AccountRef =>
  walletAccount.of(ownerId, currency);
export const fees = (currency = "USDT"): AccountRef => feesAccount.of(platformOwner, currency);
export const outside = (currency = "USDT"): AccountRef =>
  externalAccount.of(platformOwner, currency);
export const clearing = (currency = "USDT"): AccountRef =>
  clearingAccount.of(platformOwner, currency);

/** Refusals are thrown. */
export const thrown = (error: DomainError): never => {
  throw error;
};

/** The simplest journal: one leg, about nothing. */
export const move = (
  debit: AccountRef,
  credit: AccountRef,
  amount: bigint,
  id: string = crypto.randomUUID(),
  kind: JournalKind = anyMove,
): Journal => ({ id, kind, ref: "test:1", legs: [{ debit, credit, amount }] });

/** Brings money in from outside. */
export async function fund(
  ctx: Poster,
  db: Db,
  account: AccountRef,
  amount: bigint,
): Promise<void> {
  await postJournal(ctx, db, move(outside(account.currency), account, amount));
}
