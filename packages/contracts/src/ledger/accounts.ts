import { z } from "zod";
import { permission, signedIn } from "../access.ts";
import { query } from "../define.ts";
import { job } from "../job.ts";
import { Money } from "../money.ts";
import { AskedMoment } from "../moment.ts";
import { page, pageInput } from "../page.ts";
import { CurrencyCode } from "../platform/reference.ts";
import { accountUnknown } from "./posting.ts";

/** Within a scope its accounts, everywhere all of them; everybody sees their own without it. */
export const readLedgerAccounts = permission("ledger.accounts.read", {
  roles: ["merchant", "trader", "lead"],
  scopes: ["merchant", "trader", "team"],
});

const accountId = z.uuid();

export const LedgerAccount = z
  .object({
    id: accountId,
    account: z.string().meta({ description: "Its purpose.", examples: ["merchant.balance"] }),
    owner: z.object({
      kind: z.string().meta({ examples: ["merchant"] }),
      id: z.uuid(),
    }),
    balance: Money,
    held: Money.describe("Of the balance: what is set aside, and may yet come back or go."),
    available: Money.describe("What can be moved now: the balance without what is held."),
    openedAt: z.iso.datetime(),
  })
  .meta({ id: "LedgerAccount" });

export const StatementItem = z
  .object({
    id: z.string().describe("Of the movement: its journal and leg."),
    at: z.iso.datetime(),
    version: z
      .string()
      .nullable()
      .describe("One more than the entry before. Null where the account has no floor."),
    change: Money.describe("Positive where the balance grew."),
    balanceAfter: Money.nullable().describe("Null where the account has no floor."),
    kind: z.string().meta({
      description: "Of the journal, as the chart names it.",
      examples: ["ledger.adjustment"],
    }),
    ref: z.string().meta({ description: "What it is about: `kind:id`.", examples: ["order:42"] }),
    counterpart: z.string().meta({ examples: ["platform.clearing"] }),
    reverses: z.uuid().nullable().describe("The journal that it takes back."),
  })
  .meta({ id: "LedgerStatementItem" });

const period = {
  from: AskedMoment.optional().describe("Not before this."),
  to: AskedMoment.optional().describe("Before this."),
};

export const ledgerAccountProcedures = {
  list: query({
    summary: "Accounts with what stands on them, in the order of their ids",
    description:
      "Your own, those of the merchants, traders and teams that you may read for, and for administrators all.",
    access: signedIn,
    shows: readLedgerAccounts,
    input: z.object({
      ...pageInput,
      account: z.string().max(100).optional().describe("One purpose."),
      ownerId: z.uuid().optional(),
      currency: CurrencyCode.optional(),
    }),
    output: page(LedgerAccount),
    rest: { method: "GET", path: "/ledger/accounts" },
  }),
  balance: query({
    summary: "What stands on one account, now or at a time",
    access: signedIn,
    shows: readLedgerAccounts,
    input: z.object({
      accountId,
      at: AskedMoment.optional().describe(
        "After everything that was posted up to then; without it, now.",
      ),
    }),
    output: z
      .object({
        accountId,
        at: z.iso.datetime(),
        balance: Money,
        held: Money.nullable().describe("Null for a time in the past."),
        available: Money.nullable().describe("Null for a time in the past."),
      })
      .meta({ id: "LedgerBalance" }),
    errors: [accountUnknown],
    rest: { method: "GET", path: "/ledger/accounts/{accountId}/balance" },
  }),
  statement: query({
    summary: "What moved on one account, newest first",
    access: signedIn,
    shows: readLedgerAccounts,
    input: z.object({ ...pageInput, accountId, ...period }),
    output: page(StatementItem),
    errors: [accountUnknown],
    rest: { method: "GET", path: "/ledger/accounts/{accountId}/statement" },
  }),
  exportStatement: query({
    summary: "The same as CSV, oldest first, to be gone on with from where it ended",
    description:
      "Ask again with `cursor` for as long as there is one, and put the texts together: the first has the header.",
    access: signedIn,
    shows: readLedgerAccounts,
    input: z.object({
      cursor: pageInput.cursor,
      limit: z.int().min(1).max(1_000).default(500),
      accountId,
      ...period,
    }),
    output: z
      .object({ csv: z.string(), rows: z.int(), nextCursor: z.string().nullable() })
      .meta({ id: "LedgerStatementExport" }),
    errors: [accountUnknown],
    rest: { method: "GET", path: "/ledger/accounts/{accountId}/statement.csv" },
  }),
};

export const foldAccounts = job("ledger.fold_accounts", {
  queue: "ledger",
  summary:
    "Add what accounts without a floor gained to their rows, so that reading them stays short",
  payload: z.object({}),
  schedule: { everyMs: 10_000 },
});

export const voidExpiredHolds = job("ledger.void_expired_holds", {
  queue: "ledger",
  summary: "Void holds that ran out",
  payload: z.object({}),
  schedule: { everyMs: 10_000 },
});
