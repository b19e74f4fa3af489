import {
  depositRecorded,
  externalAccount,
  movableAccounts,
  platformOwner,
  settlementCurrency,
  withdrawalRecorded,
} from "@mainstay/contracts";
import type { movements } from "@mainstay/db";
import type { Journal } from "../../ledger/index.ts";

type Moved = Pick<
  typeof movements.$inferSelect,
  "id" | "kind" | "ownerKind" | "ownerId" | "purpose" | "amount"
>;

export function accountOfMovement({
  ownerKind,
  purpose,
}: Pick<Moved, "ownerKind" | "purpose">): (typeof movableAccounts)[number] {
  const account = movableAccounts.find(
    (one) => one.ownerKind === ownerKind && one.purpose === purpose,
  );
  if (!account) throw new Error(`the chart of accounts has no ${ownerKind}.${purpose} that moves`);
  return account;
}

/** Between the outside and the owner's account. */
export function movementJournal(moved: Moved): Journal {
  const { id, amount } = moved;
  const outside = externalAccount.of(platformOwner, settlementCurrency);
  const account = accountOfMovement(moved).of(moved.ownerId, settlementCurrency);
  const isDeposit = moved.kind === "deposit";
  return {
    id,
    kind: isDeposit ? depositRecorded : withdrawalRecorded,
    ref: `movement:${id}`,
    legs: [
      isDeposit
        ? { debit: outside, credit: account, amount }
        : { debit: account, credit: outside, amount },
    ],
  };
}
