import { Actor, type Grant } from "../../actor.ts";

/**
 * Somebody else's part in a merchant's order: it may what they may and no more, histories name the sandbox, and
 * the audit has who really asked.
 */
export const playedAs = (merchantId: string, part: Part): Actor =>
  new Actor({ name: `sandbox:${merchantId}`, grants: [grantOf(merchantId, part)] });

export type Part = "payer" | "support" | "admin" | { readonly traderId: string };

function grantOf(merchantId: string, part: Part): Grant {
  // A payer says it by way of the merchant.
  if (part === "payer") return { role: "merchant", scope: { kind: "merchant", id: merchantId } };
  if (typeof part === "string") return { role: part, scope: null };
  return { role: "trader", scope: { kind: "trader", id: part.traderId } };
}
