import type { PayOutState } from "@mainstay/contracts";

/**
 * Every way from one state to another; what is not here is refused with the state it is in. From `sending` on
 * none leads to another trader but support's word: the money may have left.
 */
export const payOutTransitions = {
  offer: { from: ["matching"], to: ["offered"] },
  accept: { from: ["offered"], to: ["accepted"] },
  decline: { from: ["offered", "accepted"], to: ["matching"] },
  lapse: { from: ["offered", "accepted"], to: ["matching"] },
  give_up: { from: ["matching"], to: ["failed"] },
  cancel: { from: ["matching", "offered"], to: ["cancelled"] },
  start_sending: { from: ["accepted"], to: ["sending"] },
  give_proof: { from: ["sending"], to: ["proof_uploaded"] },
  stall: { from: ["sending", "proof_uploaded"], to: ["needs_support"] },
  report_trouble: { from: ["sending", "proof_uploaded"], to: ["needs_support"] },
  accept_proof: { from: ["proof_uploaded"], to: ["completed"] },
  dispute_proof: { from: ["proof_uploaded"], to: ["needs_support"] },
  resolve_sent: { from: ["needs_support"], to: ["completed"] },
  resolve_not_sent: { from: ["needs_support"], to: ["failed", "matching"] },
  mark_returned: { from: ["completed"], to: ["returned"] },
} as const satisfies Record<
  string,
  { readonly from: readonly PayOutState[]; readonly to: readonly PayOutState[] }
>;
export type PayOutEvent = keyof typeof payOutTransitions;

/** In these nothing more is expected to come of it by itself. */
export const endedStates: ReadonlySet<PayOutState> = new Set([
  "completed",
  "failed",
  "cancelled",
  "returned",
]);
