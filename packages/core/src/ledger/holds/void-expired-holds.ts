import { holdLapsed } from "@mainstay/contracts";
import { type Db, ledgerHoldExpiries, ledgerTransfers } from "@mainstay/db";
import { and, eq, lte, sql } from "drizzle-orm";
import type { JobCtx } from "../../job-context.ts";
import type { ReferenceReader } from "../../platform/index.ts";
import { journalId } from "../accounts/account-id.ts";
import { draftOfVoiding } from "../posting/draft.ts";
import { postDrafts } from "../posting/post-drafts.ts";

const atMost = 200;

export async function voidExpiredHolds(ctx: JobCtx): Promise<void> {
  while (!ctx.signal.aborted && (await voidLapsed(ctx, ctx.db)) === atMost);
}

/** By the database's clock, as the ledger's times are. Answers how many had run out. */
export async function voidLapsed(
  ctx: { readonly reference: ReferenceReader },
  db: Db,
): Promise<number> {
  const lapsed = await db
    .select({
      hold: ledgerTransfers.journalId,
      refKind: ledgerTransfers.refKind,
      refId: ledgerTransfers.refId,
    })
    .from(ledgerHoldExpiries)
    .innerJoin(
      ledgerTransfers,
      and(eq(ledgerTransfers.journalId, ledgerHoldExpiries.holdId), eq(ledgerTransfers.leg, 0)),
    )
    .where(lte(ledgerHoldExpiries.expiresAt, sql`now()`))
    .orderBy(ledgerHoldExpiries.expiresAt)
    .limit(atMost);
  const drafts = lapsed.map(({ hold, refKind, refId }) =>
    draftOfVoiding({
      id: journalId("ledger.hold_lapsed", hold),
      kind: holdLapsed,
      ref: `${refKind}:${refId}`,
      hold,
    }),
  );
  for (const outcome of await postDrafts(ctx, db, drafts)) {
    // Somebody else ended it meanwhile.
    if (!outcome.done && outcome.error.reason !== "ledger.hold_resolved") throw outcome.error;
  }
  return lapsed.length;
}
