import { journalUnknown } from "@mainstay/contracts";
import { type DbOrTx, ledgerAccounts, ledgerTransfers } from "@mainstay/db";
import { eq, inArray } from "drizzle-orm";
import type { DraftLeg, Journal, Place, Posted } from "./journal.ts";
import { postDraft } from "./post-journal.ts";
import type { Poster } from "./poster.ts";

/**
 * Takes a journal back by its mirror, which names it; once. What was only held is voided, not reversed.
 */
export async function reverseJournal(
  ctx: Poster,
  db: DbOrTx,
  reversal: Omit<Journal, "legs"> & { readonly reverses: string },
): Promise<Posted> {
  const { reverses } = reversal;
  const rows = await db
    .select()
    .from(ledgerTransfers)
    .where(eq(ledgerTransfers.journalId, reverses))
    .orderBy(ledgerTransfers.leg);
  const moved = rows.filter(({ kind }) => kind === "posted" || kind === "post");
  if (moved.length === 0) ctx.fail(journalUnknown({ journalId: reverses }));
  const places = await placesOf(
    db,
    moved.flatMap(({ debitId, creditId }) => [debitId, creditId]),
  );
  // From the last to the first, so that money has come before it goes on.
  const legs = moved.toReversed().map(({ debitId, creditId, amount }): DraftLeg => ({
    kind: "posted",
    debit: places.get(creditId) ?? null,
    credit: places.get(debitId) ?? null,
    amount,
    hold: null,
  }));
  const { id, kind, ref } = reversal;
  return postDraft(ctx, db, { id, code: kind.name, ref, reverses, expiresAt: null, legs });
}

async function placesOf(db: DbOrTx, ids: readonly string[]): Promise<Map<string, Place>> {
  const rows = await db
    .select()
    .from(ledgerAccounts)
    .where(inArray(ledgerAccounts.id, [...new Set(ids)]));
  return new Map(
    rows.map(({ id, ownerKind, purpose, currency, floor, lockRank }) => [
      id,
      {
        id,
        lockRank: floor === null ? 32_767 : lockRank,
        ref: null,
        name: `${ownerKind}.${purpose}`,
        currency,
      },
    ]),
  );
}
