import { plainMutations } from "./plain-mutations.ts";
import { failing, type TextMutation } from "./text-mutations.ts";

const post = failing("ledger_post");
const fold = failing("ledger_fold");

const repeats = "a repeat is told of, and a journal with other content is a conflict";
const setBack = "an account's times grow also where the clock is set back";
const standing = "accounts stand at what moved on them";
const repeatsInBatch = "within a batch, too, a repeat is told of and other content is a conflict";
const otherHold = "a journal that ends another hold is another journal";
const leavesNothing = "what is refused leaves nothing to its neighbours";
const overflow = "no sum goes beyond what the columns hold";
const freed = "what ends a hold sets free what was held";
const lockOrder = "accounts are given in the order of their locks";
const takenBack = "a journal is taken back once, also within a batch";

const postMutations = [
  // Locks, and what two at once make of each other.
  post("debits of one account wait for each other", " FOR NO KEY UPDATE"),
  post(lockOrder, "(x.lock_rank, x.id) <= (last_rank, last_id)", "x.lock_rank < last_rank"),
  post(lockOrder, "(x.lock_rank, x.id) <= (last_rank, last_id)", "x.id < last_id"),
  post(
    "an account is given once, or it could be held from twice",
    "(x.lock_rank, x.id) <= (last_rank, last_id)",
    "(x.lock_rank, x.id) < (last_rank, last_id)",
  ),
  post("a movement's time is when it had its locks", "clock_timestamp()", "statement_timestamp()"),
  post(setBack, "greatest(posted_at, r_moved_at)", "posted_at"),
  post(setBack, "greatest(posted_at, r_moved_at)", "r_moved_at"),
  post(setBack, "version = versions[l], moved_at = posted_at", "version = versions[l]"),
  post("accounts without a floor keep nobody waiting", " AND x.floor IS NOT NULL FOR", " FOR"),
  post(
    "an account that is opened between two looks is not taken for one without a floor",
    " AND x.floor IS NULL",
  ),
  post(
    "the accounts of holds are locked in the order of all",
    "ORDER BY x.lock_rank, x.id",
    "ORDER BY u.place",
  ),
  post("an account that is there is not opened again", "ORDER BY f.id ON CONFLICT DO NOTHING"),
  post(
    "a journal between accounts without a floor is posted once by two",
    "FROM unnest(accepted) l\n    ON CONFLICT DO NOTHING",
    "FROM unnest(accepted) l",
  ),
  post(
    "a journal between accounts without a floor is posted once by two",
    "IF written < cardinality(accepted) THEN",
    "IF false THEN",
  ),
  post(
    "a journal between accounts without a floor is posted once by two",
    " USING ERRCODE = 'serialization_failure'",
  ),
  post(
    "an account's times grow with its versions",
    "greatest(posted_at, date_trunc('milliseconds', clock_timestamp()))",
    "date_trunc('milliseconds', statement_timestamp())",
  ),
  // Floors.
  post("nothing is debited below its floor", "IF NOT debit_side[d] AND cp", "IF false AND cp"),
  post("nothing is credited below its floor", "IF debit_side[c] AND dp", "IF false AND dp"),
  post("what is held is not spent", "cp[d] - dp[d] - dw[d]", "cp[d] - dp[d]"),
  post("what is held of a debt is not paid otherwise", "dp[c] - cp[c] - cw[c]", "dp[c] - cp[c]"),
  // Repeats.
  post(repeats, "IF posted_before[j] THEN", "IF false THEN"),
  post(
    repeats,
    "t.journal_id = journals[j.place] AND t.leg = 0",
    "t.journal_id = journals[j.place]",
  ),
  post(repeats, "count(*) = last - first + 1", "true"),
  post(repeats, "t.debit_id = ids[debits[first + t.leg]]", "true"),
  post(repeats, "t.credit_id = ids[credits[first + t.leg]]", "true"),
  post(repeats, "t.amount = amounts[first + t.leg]", "true"),
  post(repeats, "t.kind = kinds[first + t.leg]", "true"),
  post(otherHold, "t.hold_id IS NOT DISTINCT FROM holds[first + t.leg]", "true"),
  post(repeats, "t.code = codes[j]", "true"),
  post(repeats, "t.ref_kind = ref_kinds[j]", "true"),
  post(repeats, "t.ref_id = ref_ids[j]", "true"),
  post(repeats, "t.reverses IS NOT DISTINCT FROM reversed[j]", "true"),
  // Repeats within a batch.
  // Without any, the planner of today keeps the order of the array.
  post(repeatsInBatch, "ORDER BY j.place", "ORDER BY j.place DESC"),
  post(repeatsInBatch, "IF earlier < j THEN", "IF false THEN"),
  post(
    "a journal that was refused is posted when it comes again in its batch",
    "WHILE earlier < j AND outcomes[earlier] <> 'posted' LOOP",
    "WHILE false LOOP",
  ),
  post(repeatsInBatch, "codes[earlier] = codes[j]", "true"),
  post(repeatsInBatch, "ref_kinds[earlier] = ref_kinds[j]", "true"),
  post(repeatsInBatch, "ref_ids[earlier] = ref_ids[j]", "true"),
  post(repeatsInBatch, "reversed[earlier] IS NOT DISTINCT FROM reversed[j]", "true"),
  post(
    repeatsInBatch,
    "array_length(array_positions(journal_of, earlier), 1) = last - first + 1",
    "true",
  ),
  post(repeatsInBatch, "debits[k] = debits[written + k - first]", "true"),
  post(repeatsInBatch, "credits[k] = credits[written + k - first]", "true"),
  post(repeatsInBatch, "amounts[k] = amounts[written + k - first]", "true"),
  post(repeatsInBatch, "kinds[k] = kinds[written + k - first]", "true"),
  post(otherHold, "holds[k] IS NOT DISTINCT FROM holds[written + k - first]", "true"),
  // What a journal that is refused must leave as it was.
  ...[
    "dp := dp0;",
    "cp := cp0;",
    "dw := dw0;",
    "cw := cw0;",
    "versions := versions0;",
    "entries := entries[:entries0];",
  ].map((restored) => post(leavesNothing, ` ${restored}`)),
  post("a hold whose end was refused is ended later in the batch", " resolved := resolved0;"),
  // Holds.
  post(
    "a hold that there is not is not ended, nor is what is no hold",
    "IF d IS NULL OR c IS NULL THEN",
    "IF false THEN",
  ),
  post("a hold that there is not is not ended, nor is what is no hold", " AND t.kind = 'pending'"),
  post(
    "a hold that was ended is told of",
    "EXISTS (SELECT FROM public.ledger_transfers t WHERE t.hold_id = holds[k] AND t.kind IN ('post', 'void'))",
    "false",
  ),
  post("a hold that was ended in the same batch is told of", "holds[k] = ANY (resolved)", "false"),
  post("a hold that was ended in the same batch is told of", "resolved := resolved || holds[k];"),
  post("no more is paid than was held", "IF a > held[k] THEN", "IF false THEN"),
  post("a hold that ran out is only voided", "lapses[k] <= posted_at", "false"),
  post("a hold that ran out is only voided", "kinds[k] = 'post' AND lapses", "lapses"),
  post(
    "nothing is held on an account that is not locked",
    "IF NOT kept[d] THEN RAISE",
    "IF false THEN RAISE",
  ),
  post(freed, "dw[d] := dw[d] - held[k];"),
  post(freed, "cw[c] := cw[c] - held[k];"),
  post("what is voided moves nothing", "IF kinds[k] <> 'void' THEN", "IF true THEN"),
  post("a hold that runs out is listed until it is ended", "x.hold_id = ANY (resolved)", "false"),
  post(
    "a hold that runs out is listed until it is ended",
    "kinds[l] = 'pending' AND expiries",
    "false AND expiries",
  ),
  post(
    "legs are given journal by journal",
    "IF array_lower(journals, 1) <> 1 THEN",
    "IF false THEN",
  ),
  post(
    "legs are given journal by journal",
    "IF array_position(journal_of, j) IS DISTINCT FROM first THEN",
    "IF false THEN",
  ),
  post(
    "what ends no hold is no movement, whoever says it",
    "IF held[k] IS NULL THEN",
    "IF false THEN",
  ),
  post(
    "what is voided is all that is held, whoever says less",
    "CASE kinds[k] WHEN 'void' THEN r_amount ELSE coalesce(amounts[k], r_amount) END",
    "coalesce(amounts[k], r_amount)",
  ),
  post(
    "holds that come to more than a sum can bear are voided one after the other",
    "IF cw[c] < held[k] - most THEN",
    "IF false THEN",
  ),
  // What is written.
  post("money moves", "NOT kept[debits[l]]", "false"),
  post("money moves", "NOT kept[credits[l]]", "false"),
  ...[
    ["debits_posted", "dp"],
    ["credits_posted", "cp"],
    ["debits_pending", "dw"],
    ["credits_pending", "cw"],
    ["version", "versions"],
  ].map(([column, sums]) => post(standing, `${column} = ${sums}[l]`, `${column} = x.${column}`)),
  post(standing, "x.version <> versions[l] OR "),
  post(standing, " OR x.debits_pending <> dw[l]"),
  post(standing, " OR x.credits_pending <> cw[l]"),
  // The rest.
  post("an account that there is not is unknown", "ELSIF currency[d] IS NULL", "ELSIF false"),
  post("an account that there is not is unknown", "ELSIF currency[c] IS NULL", "ELSIF false"),
  post(
    "money of one currency does not become another's",
    "IF (currency[d] = currency[c]) IS NOT TRUE THEN",
    "IF false THEN",
  ),
  ...["dw[d]", "cw[c]"].map((sum) => post(overflow, `IF a > most - ${sum} THEN`, "IF false THEN")),
  post(overflow, "greatest(dp[d], cp[c]) > most - a", "cp[c] > most - a"),
  post(overflow, "greatest(dp[d], cp[c]) > most - a", "dp[d] > most - a"),
  post("clearing is left by each journal as it was found", "IF clearing[i] AND", "IF false AND"),
  post(
    takenBack,
    "EXISTS (SELECT FROM public.ledger_transfers t WHERE t.reverses = reversed[j] AND t.leg = 0)",
    "false",
  ),
  post(
    takenBack,
    "EXISTS (SELECT FROM unnest(accepted) l WHERE reversed[journal_of[l]] = reversed[j])",
    "false",
  ),
];

const folds = "folding takes each movement along once, and changes no balance";
// Nothing is held on an account without a floor, so pending debits come to none that is folded.
const foldMutations = [
  fold(
    "who comes while a fold runs does not wait for it",
    "IF NOT pg_try_advisory_xact_lock(7311220) THEN",
    "IF false THEN",
  ),
  fold(
    folds,
    "DELETE FROM public.ledger_tails t\n     WHERE t.ctid",
    "SELECT FROM public.ledger_tails t\n     WHERE t.ctid",
  ),
  // Two statements, of which each sees what had been committed when it began.
  fold(
    "what comes while a fold runs is there after it",
    "SELECT coalesce(sum(n), 0) INTO folded FROM added;",
    "SELECT coalesce(sum(n), 0) INTO folded FROM added;\n  DELETE FROM public.ledger_tails;",
  ),
  fold(folds, "debits_posted = a.debits_posted + f.dp", "debits_posted = a.debits_posted"),
  fold(folds, "credits_posted = a.credits_posted + f.cp", "credits_posted = a.credits_posted"),
  fold(folds, "credits_pending = a.credits_pending + f.cw", "credits_pending = a.credits_pending"),
];

/** The ledger's functions without one lock, test or condition. */
export const functionMutations: readonly TextMutation[] = [
  ...postMutations,
  ...plainMutations,
  ...foldMutations,
];
