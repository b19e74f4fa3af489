import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  index,
  pgEnum,
  pgTable,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { moment } from "../columns.ts";
import { currencies } from "../platform/reference.ts";

const amount = (name: string) => bigint(name, { mode: "bigint" });

export const ledgerSide = pgEnum("ledger_side", ["debit", "credit"]);

/**
 * Where money stands, in the currency's smallest unit. Only `ledger_post` and `ledger_fold` write here.
 * With a floor the row is the balance. Without one nothing locks or updates it as money moves: it is what
 * was folded last, and what came since lies in `ledger_tails`.
 */
export const ledgerAccounts = pgTable(
  "ledger_accounts",
  {
    /** Made of owner, purpose and currency, so that it is known without asking. */
    id: uuid("id").primaryKey(),
    ownerKind: text("owner_kind").notNull(),
    ownerId: uuid("owner_id").notNull(),
    purpose: text("purpose").notNull(),
    currency: text("currency")
      .notNull()
      .references(() => currencies.code),
    normalSide: ledgerSide("normal_side").notNull(),
    floor: amount("floor"),
    /** Accounts are locked in this order: the hottest last, so that they are held the shortest. */
    lockRank: smallint("lock_rank").notNull(),
    debitsPosted: amount("debits_posted")
      .notNull()
      .default(sql`0`),
    creditsPosted: amount("credits_posted")
      .notNull()
      .default(sql`0`),
    debitsPending: amount("debits_pending")
      .notNull()
      .default(sql`0`),
    creditsPending: amount("credits_pending")
      .notNull()
      .default(sql`0`),
    /** So many entries it has. */
    version: amount("version")
      .notNull()
      .default(sql`0`),
    /** Of an account with a floor: no later movement has an earlier time. */
    movedAt: moment("moved_at"),
    openedAt: moment("opened_at").notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex("ledger_accounts_owner").on(t.ownerKind, t.ownerId, t.purpose, t.currency),
    // The only check: each is parsed anew for every statement, and costs as much as the update itself.
    check(
      "ledger_accounts_floor",
      sql`case ${t.normalSide}
        when 'credit' then ${t.creditsPosted} - ${t.debitsPosted} - ${t.debitsPending}
        else ${t.debitsPosted} - ${t.creditsPosted} - ${t.creditsPending} end >= ${t.floor}`,
    ),
  ],
);

/** What accounts without a floor gained since they were folded. A row goes when it is folded. */
export const ledgerTails = pgTable(
  "ledger_tails",
  {
    accountId: uuid("account_id").notNull(),
    debitsPosted: amount("debits_posted").notNull(),
    creditsPosted: amount("credits_posted").notNull(),
    debitsPending: amount("debits_pending").notNull(),
    creditsPending: amount("credits_pending").notNull(),
  },
  (t) => [index("ledger_tails_account").on(t.accountId)],
);
