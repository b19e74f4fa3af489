import { accountPurpose, type AccountRef, platformOwner } from "./chart.ts";

export const clearingAccount = accountPurpose("platform.clearing", {
  side: "credit",
  floor: null,
  about:
    "Where what is held waits, and what a journal distributes passes through. Every journal leaves it as it found it, so its balance is always zero.",
});
export const externalAccount = accountPurpose("platform.external", {
  side: "debit",
  floor: null,
  about: "The world outside: what came in from there and has not gone back.",
});
export const adjustmentsAccount = accountPurpose("platform.adjustments", {
  side: "credit",
  floor: null,
  about: "The other side of what administrators correct by hand.",
});

export const clearingOf = (currency: string): AccountRef =>
  clearingAccount.of(platformOwner, currency);

export const platformAccounts = [clearingAccount, externalAccount, adjustmentsAccount];
