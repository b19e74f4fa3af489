import { failing, type TextMutation } from "./text-mutations.ts";

const plain = failing("ledger_post_plain");

const booked = "what is posted plainly is in the books as it would be otherwise";
const lockOrder = "plainly, accounts are taken in the order of their locks and each once";
const setBack = "plainly, too, an account's times grow where the clock is set back";
const overflow = "plainly no sum goes beyond what the columns hold";
const currencies = "plainly no money of one currency becomes another's";
const floors = "plainly nothing is debited below its floor";
const onceByTwo = "plainly, too, a journal between accounts without a floor is posted once by two";
const ordered = "(x.lock_rank, x.id) <= (before.lock_rank, before.id)";
const available = "x.credits_posted + c - x.debits_posted - d - x.debits_pending";
const balance = "x.credits_posted + c - x.debits_posted - d, journal";

/** `ledger_post_plain` without one lock, test or condition. */
export const plainMutations: readonly TextMutation[] = [
  // Locks, and what two at once make of each other.
  plain("debits that are posted plainly wait for each other", " FOR NO KEY UPDATE"),
  plain("accounts without a floor keep nobody waiting", " AND t.floor IS NOT NULL"),
  plain(
    "an account that is opened between two looks is not taken for one without a floor",
    "t.floor IS NULL AND ",
  ),
  plain("plainly, those without a floor come last", "kept + 1 < i OR "),
  plain(lockOrder, ordered, "x.lock_rank < before.lock_rank"),
  plain(lockOrder, ordered, "x.id < before.id"),
  plain(lockOrder, ordered, ordered.replace("<=", "<")),
  plain(onceByTwo, "ON CONFLICT DO NOTHING"),
  plain(onceByTwo, "IF written < legs THEN", "IF false THEN"),
  plain(onceByTwo, " USING ERRCODE = 'serialization_failure'"),
  plain(
    "plainly, too, an account's times grow with its versions",
    "greatest(posted_at, date_trunc('milliseconds', clock_timestamp()))",
    "date_trunc('milliseconds', statement_timestamp())",
  ),
  plain("a movement's time is when it had its locks", "clock_timestamp()", "statement_timestamp()"),
  plain(setBack, "greatest(posted_at, x.moved_at)", "posted_at"),
  plain(setBack, "greatest(posted_at, x.moved_at)", "x.moved_at"),
  plain(setBack, "greatest(posted_at, date_trunc", "greatest(NULL, date_trunc"),
  plain(setBack, ", moved_at = posted_at"),
  // What is left to `ledger_post`.
  plain(floors, "< x.floor", "IS NULL"),
  plain(floors, available, "x.credits_posted + c - d - x.debits_pending"),
  plain(floors, available, "x.credits_posted + c - x.debits_posted - x.debits_pending"),
  plain(
    "plainly nothing is spent that is held",
    available,
    "x.credits_posted + c - x.debits_posted - d",
  ),
  plain("plainly nobody's debt is moved", "x.normal_side = 'debit' OR "),
  plain("plainly nothing passes through clearing", " AND t.purpose <> 'clearing'"),
  plain("plainly nothing goes to an account that there is not", "NOT FOUND OR "),
  plain(
    "plainly nothing is posted that is there",
    "EXIT plain WHEN EXISTS (SELECT FROM public.ledger_transfers t WHERE t.journal_id = journal);",
  ),
  plain(currencies, " OR x.currency <> before.currency\n", "\n"),
  plain(currencies, " OR x.currency <> before.currency;", ";"),
  plain(overflow, " OR most / 32 < ANY (amounts)"),
  plain(overflow, "most / 32", "most / 2"),
  // Not without the credits; the debits of an account that is above its floor are never more.
  plain(overflow, "greatest(x.debits_posted, x.credits_posted)", "x.debits_posted"),
  plain(overflow, "> most / 2", "> most"),
  // What is written.
  plain(booked, "d := 0; c := 0;", "d := coalesce(d, 0); c := coalesce(c, 0);"),
  plain(booked, available, "x.credits_posted - x.debits_posted - d - x.debits_pending"),
  plain(booked, "x.version := x.version + 1;"),
  plain(booked, "CASE i WHEN debits[k] THEN -amounts[k] ELSE amounts[k] END", "amounts[k]"),
  ...["x.credits_posted", " + c", " - x.debits_posted", " - d"].map((part) =>
    plain(booked, balance, balance.replace(part, part.startsWith(" ") ? "" : "0")),
  ),
  plain(booked, "k - 1, NULL", "k, NULL"),
  plain(booked, "ELSE CONTINUE;", "ELSE NULL;"),
  plain(booked, "IF kept = i THEN\n          x.version", "IF true THEN\n          x.version"),
  plain(
    "plainly, an account without a floor moves also where its row is full",
    "IF kept = i THEN EXIT",
    "IF true THEN EXIT",
  ),
  plain("plainly, legs are counted from one", " OR array_lower(amounts, 1) <> 1"),
  plain(booked, "l.k - 1", "l.k"),
  plain(booked, "debits[l.k] > kept", "false"),
  plain(booked, "credits[l.k] > kept", "false"),
  plain(booked, "FROM unnest(entries) e", "FROM unnest(entries) e WHERE false"),
  ...["t.debits_posted + ", " + ds[i]", "t.credits_posted + ", " + cs[i]"].map((part) =>
    plain(booked, part),
  ),
  plain(booked, "version = versions[i]", "version = t.version"),
  plain(booked, "FOR i IN 1..kept LOOP", "FOR i IN 1..places LOOP"),
  plain(booked, "FOR i IN kept + 1..places LOOP", "FOR i IN 1..places LOOP"),
  plain(booked, "(accounts[i], ds[i], cs[i], 0, 0)", "(accounts[i], 0, cs[i], 0, 0)"),
  plain(booked, "(accounts[i], ds[i], cs[i], 0, 0)", "(accounts[i], ds[i], 0, 0, 0)"),
];
