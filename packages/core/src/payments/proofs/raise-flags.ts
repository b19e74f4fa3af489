import { fraudFlags, orderProofs, type Tx } from "@mainstay/db";
import { and, eq, lt, ne, or, sql } from "drizzle-orm";
import type { ProofRow } from "./proof-view.ts";

/**
 * The same bytes or bank reference at another order: both are flagged, and nothing is refused, as an honest
 * payer can be wrong about an order. Whoever shows the same elsewhere at the same moment waits, and sees it.
 * What this order had before `since` was somebody else's, and counts as another's.
 */
export async function raiseFlags(
  tx: Tx,
  proof: ProofRow,
  since: Date | null = null,
): Promise<void> {
  const marks = marksOf(proof);
  // In one order for all: two who show the same two things must not wait for each other.
  for (const { key } of marks.toSorted((a, b) => (a.key < b.key ? -1 : 1)))
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`);
  const flags: (typeof fraudFlags.$inferInsert)[] = [];
  for (const { rule, same } of marks) {
    const other = await orderWith(tx, same, proof, since);
    if (other === null) continue;
    flags.push({ orderId: proof.orderId, rule, about: other, at: proof.at });
    flags.push({ orderId: other, rule, about: proof.orderId, at: proof.at });
  }
  const placeOf = ({ orderId, rule }: (typeof flags)[number]) => `${orderId} ${rule}`;
  const inOrder = flags.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  if (inOrder.length > 0) await tx.insert(fraudFlags).values(inOrder).onConflictDoNothing();
}

function marksOf({ sha256, bankReference }: ProofRow) {
  const bytes = {
    rule: "proof_repeated",
    key: `proof:${sha256.toString("hex")}`,
    same: eq(orderProofs.sha256, sha256),
  };
  if (bankReference === null) return [bytes];
  const reference = {
    rule: "bank_reference_repeated",
    key: `bank_reference:${bankReference}`,
    same: eq(orderProofs.bankReference, bankReference),
  };
  return [bytes, reference];
}

/** Any one: where there are several, each was flagged when it came to be the second. */
async function orderWith(
  tx: Tx,
  same: ReturnType<typeof eq>,
  { orderId }: ProofRow,
  since: Date | null,
): Promise<string | null> {
  const before = since === null ? undefined : lt(orderProofs.at, since);
  const [row] = await tx
    .select({ orderId: orderProofs.orderId })
    .from(orderProofs)
    .where(and(same, or(ne(orderProofs.orderId, orderId), before)))
    .limit(1);
  return row?.orderId ?? null;
}
