import type { PayInState } from "@mainstay/contracts";

/** Every way from one state to another; what is not here is refused with the state it is in. */
export const payInTransitions = {
  accept: { from: ["in_review"], to: ["matching"] },
  reject: { from: ["in_review"], to: ["rejected"] },
  assign: { from: ["matching"], to: ["assigned"] },
  give_up: { from: ["matching"], to: ["no_trader"] },
  cancel: { from: ["matching", "assigned"], to: ["cancelled"] },
  claim_paid: { from: ["assigned"], to: ["paid_claimed"] },
  expire: { from: ["assigned"], to: ["expired"] },
  confirm: { from: ["assigned", "paid_claimed"], to: ["completed"] },
  report_sum: { from: ["assigned", "paid_claimed"], to: ["amount_review"] },
  dispute: { from: ["paid_claimed"], to: ["disputed"] },
  find_money: { from: ["expired", "cancelled"], to: ["late_review"] },
  resolve_full: { from: ["amount_review", "late_review", "disputed"], to: ["completed"] },
  resolve_part: { from: ["amount_review", "late_review", "disputed"], to: ["partial"] },
  resolve_unpaid: { from: ["amount_review", "late_review", "disputed"], to: ["cancelled"] },
  contest: { from: ["completed", "partial"], to: ["contested"] },
  uphold: { from: ["contested"], to: ["completed", "partial"] },
  reverse: { from: ["contested"], to: ["reversed"] },
} as const satisfies Record<
  string,
  { readonly from: readonly PayInState[]; readonly to: readonly PayInState[] }
>;
export type PayInEvent = keyof typeof payInTransitions;

/** In these nothing more is expected to come of it by itself. */
export const endedStates: ReadonlySet<PayInState> = new Set([
  "completed",
  "partial",
  "rejected",
  "no_trader",
  "cancelled",
  "expired",
  "reversed",
]);
