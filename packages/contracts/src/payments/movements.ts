import { z } from "zod";
import { permission } from "../access.ts";
import { mutation, query } from "../define.ts";
import { journalKind } from "../ledger/chart.ts";
import { externalAccount } from "../ledger/platform-accounts.ts";
import { amountTooPrecise, postingErrors } from "../ledger/posting.ts";
import { Money } from "../money.ts";
import { page, pageInput } from "../page.ts";
import { reason } from "../reason.ts";
import { hasUnseen } from "../unseen.ts";
import { merchantBalance, teamEarnings, traderCollateral, traderEarnings } from "./accounts.ts";
import { merchantUnknown } from "./merchants.ts";
import { teamUnknown } from "./teams.ts";
import { traderUnknown } from "./traders.ts";

export const readMovements = permission("payments.movements.read", {
  roles: ["support", "merchant", "trader", "lead"],
  scopes: ["merchant", "trader", "team"],
});
const recordMovements = permission("payments.movements.record", { roles: [] });
const decideMovements = permission("payments.movements.decide", { roles: [] });
export const moveOwnEarnings = permission("payments.movements.move_earnings", {
  roles: ["trader"],
  scopes: ["trader"],
});

/** What comes in from outside, or goes there. */
export const movableAccounts = [
  merchantBalance,
  traderCollateral,
  traderEarnings,
  teamEarnings,
] as const;
export const MovableAccount = z
  .enum([merchantBalance.name, traderCollateral.name, traderEarnings.name, teamEarnings.name])
  .meta({ id: "MovableAccount", description: "One of its owner's, as the chart names it." });

export const MovementKind = z.enum(["deposit", "withdrawal"]).meta({ id: "MovementKind" });
export const MovementOwner = z
  .object({ kind: z.enum(["merchant", "trader", "team"]), id: z.uuid() })
  .meta({ id: "MovementOwner" });
export type MovementOwner = z.output<typeof MovementOwner>;
const state = z.enum(["recorded", "approved", "rejected"]);

const who = z
  .string()
  .nullable()
  .describe("Null for the owner, who is not told which colleague it was.");
export const Movement = z
  .object({
    id: z.uuid().describe("Its journal's too."),
    kind: MovementKind,
    owner: MovementOwner,
    account: MovableAccount,
    money: Money,
    outsideReference: z.string(),
    note: z.string().nullable().describe("For colleagues; null for the owner."),
    state,
    recorded: z.object({ by: who, at: z.iso.datetime() }),
    decided: z
      .object({
        by: who,
        at: z.iso.datetime(),
        why: z.string().nullable().describe("Why it was rejected; null for the owner."),
      })
      .nullable(),
  })
  .meta({ id: "PaymentsMovement" });

export const EarningsMove = z
  .object({
    id: z.uuid().describe("Of its journal."),
    moved: Money,
    earnings: Money.describe("What is left there."),
    collateral: Money.describe("What is there now and not held for an order."),
  })
  .meta({ id: "EarningsMove" });

const aboutMovement = z.object({ movementId: z.string() });
export const movementUnknown = reason("payments.movement_unknown", {
  kind: "not_found",
  message: "There is no movement {movementId}.",
  details: aboutMovement,
});
export const movementOwnerUnknown = reason("payments.movement_owner_unknown", {
  kind: "not_found",
  message: "There is no merchant, trader or team {ownerId}.",
  details: z.object({ ownerId: z.string() }),
});
export const movementDecided = reason("payments.movement_decided", {
  kind: "conflict",
  message: "The movement {movementId} is {state} already.",
  details: aboutMovement.extend({ state: z.string() }),
});
export const movementOwn = reason("payments.movement_own", {
  kind: "precondition",
  message: "You recorded this movement; somebody else must approve it.",
  details: z.object({}),
});
export const movementRepeated = reason("payments.movement_repeated", {
  kind: "conflict",
  message:
    "The {movement} with the outside reference {outsideReference} is recorded already, as {movementId}. Where that one is wrong, reject it and record it again.",
  details: aboutMovement.extend({ movement: MovementKind, outsideReference: z.string() }),
});
export const movementAccountUnfit = reason("payments.movement_account_unfit", {
  kind: "invalid",
  message: "A {owner} has no account {account}, but: {accounts}.",
  details: z.object({ owner: z.string(), account: z.string(), accounts: z.array(z.string()) }),
});
export const movementCurrencyUnfit = reason("payments.movement_currency_unfit", {
  kind: "invalid",
  message: "These accounts are kept in {kept}, and this is {currency}; state what it came to.",
  details: z.object({ currency: z.string(), kept: z.string() }),
});

export const depositRecorded = journalKind("payments.deposit_recorded", {
  when: "an administrator recorded what had come in from outside, and another approved it",
  legs: movableAccounts.map((account) => ({
    debit: externalAccount,
    credit: account,
    amount: "what came in",
  })),
});
export const withdrawalRecorded = journalKind("payments.withdrawal_recorded", {
  when: "an administrator recorded what had gone outside, and another approved it",
  legs: movableAccounts.map((account) => ({
    debit: account,
    credit: externalAccount,
    amount: "what went out",
  })),
});
export const earningsMoved = journalKind("payments.earnings_moved", {
  when: "a trader turned earnings into collateral",
  legs: [{ debit: traderEarnings, credit: traderCollateral, amount: "what the trader says" }],
});
export const movementJournals = [depositRecorded, withdrawalRecorded, earningsMoved];

const why = z.string().trim().min(3).max(1_000);
const one = z.object({ movementId: z.uuid() });
const change = { fresh: true, limit: "money" } as const;

export const movements = {
  list: query({
    summary: "Deposits and withdrawals, newest first",
    description: "Of the merchants, traders and teams that you may read for; for support all.",
    access: readMovements,
    input: z.object({ ...pageInput, state: state.optional(), ownerId: z.uuid().optional() }),
    output: page(Movement),
    errors: [movementOwnerUnknown],
    rest: { method: "GET", path: "/payments/movements" },
  }),
  get: query({
    summary: "One deposit or withdrawal",
    access: readMovements,
    input: one,
    output: Movement,
    errors: [movementUnknown],
    rest: { method: "GET", path: "/payments/movements/{movementId}" },
  }),
  record: mutation({
    ...change,
    summary: "Record a deposit or withdrawal that happened outside",
    description: "Nothing moves until somebody else approves it.",
    access: recordMovements,
    input: z.object({
      kind: MovementKind,
      owner: MovementOwner,
      account: MovableAccount,
      money: Money,
      outsideReference: z
        .string()
        .trim()
        .min(1)
        .max(200)
        .refine((text) => !hasUnseen(text), "must have no control or invisible characters")
        .meta({ description: "Such as the transfer's hash: each is recorded once a kind." }),
      note: z.string().trim().min(1).max(1_000).optional().describe("For colleagues."),
    }),
    output: Movement,
    errors: [
      merchantUnknown,
      traderUnknown,
      teamUnknown,
      movementAccountUnfit,
      movementCurrencyUnfit,
      movementRepeated,
      amountTooPrecise,
      ...postingErrors,
    ],
    rest: { method: "POST", path: "/payments/movements" },
  }),
  approve: mutation({
    ...change,
    summary: "Approve what somebody else recorded; it moves the money",
    access: decideMovements,
    input: one,
    output: Movement,
    errors: [movementUnknown, movementDecided, movementOwn, ...postingErrors],
    rest: { method: "POST", path: "/payments/movements/{movementId}/approve" },
  }),
  reject: mutation({
    ...change,
    summary: "Reject what was recorded, or take back one's own",
    access: decideMovements,
    input: one.extend({ why }),
    output: Movement,
    errors: [movementUnknown, movementDecided],
    rest: { method: "POST", path: "/payments/movements/{movementId}/reject" },
  }),
  moveEarnings: mutation({
    ...change,
    summary: "Turn a trader's earnings into collateral, at once; there is no way back",
    access: moveOwnEarnings,
    input: z.object({ traderId: z.uuid(), money: Money }),
    output: EarningsMove,
    errors: [traderUnknown, movementCurrencyUnfit, amountTooPrecise, ...postingErrors],
    rest: { method: "POST", path: "/payments/traders/{traderId}/earnings/move" },
  }),
};
