import { failing, type TextMutation } from "./text-mutations.ts";

const transfers = failing("ledger_transfers_append_only");
const entries = failing("ledger_entries_append_only");
const kept = failing("ledger_accounts_kept");
const sound = failing("ledger_accounts_sound");
const fixed = failing("ledger_accounts_fixed");
const adjustments = failing("ledger_adjustments_kept");
const once = failing("ledger_adjustments_once");

/** Every event and every condition of each trigger, taken away by itself. */
export const triggerMutations: readonly TextMutation[] = [
  ...["DELETE OR ", "UPDATE OR ", " OR TRUNCATE"].flatMap((event) => [
    transfers("transfers are only ever added", event),
    entries("entries are only ever added", event),
  ]),
  kept("accounts are never deleted", "DELETE OR "),
  kept("accounts are never deleted", " OR TRUNCATE"),
  adjustments("adjustments are never deleted", "DELETE OR "),
  adjustments("adjustments are never deleted", " OR TRUNCATE"),
  ...[
    "id, ",
    "owner_kind, ",
    "owner_id, ",
    "purpose, ",
    "currency, ",
    "normal_side, ",
    "floor, ",
  ].map((column) => fixed("what an account is never changes", ` ${column}`, " ")),
  fixed("what an account is never changes", ", opened_at"),
  sound("an account is sound", "(new.floor < 0)", "false"),
  sound("an account is sound", "(new.floor IS NULL)", "false"),
  sound("an account is sound", "(new.normal_side = 'debit'::ledger_side)", "false"),
  sound("an account is sound", "(new.purpose <> 'receivable'::text)", "true"),
  sound("an account is sound", "(new.owner_kind <> 'platform'::text)", "true"),
  ...[
    "(old.state <> 'proposed'::text)",
    "(new.id <> old.id)",
    "(new.legs <> old.legs)",
    "(new.reason <> old.reason)",
    "(new.proposed_by <> old.proposed_by)",
  ].map((condition) =>
    once("an adjustment is decided once, and as it was proposed", condition, "false"),
  ),
];
