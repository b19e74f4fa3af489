import type { DbOrTx } from "@mainstay/db";
import { draftOfJournal } from "./draft.ts";
import type { Draft, Journal, Posted } from "./journal.ts";
import { postDrafts } from "./post-drafts.ts";
import type { Poster } from "./poster.ts";

/** Moves money. In a transaction it commits with that; by itself it is one statement. */
export const postJournal = (ctx: Poster, db: DbOrTx, journal: Journal): Promise<Posted> =>
  postDraft(ctx, db, draftOfJournal(journal));

export async function postDraft(ctx: Poster, db: DbOrTx, draft: Draft): Promise<Posted> {
  const [outcome] = await postDrafts(ctx, db, [draft]);
  if (!outcome) throw new Error(`ledger_post told nothing of the journal ${draft.id}`);
  if (!outcome.done) return ctx.fail(outcome.error);
  return { id: outcome.id, repeated: outcome.repeated };
}
