import type { DbOrTx } from "@mainstay/db";
import { draftOfJournal } from "./draft.ts";
import type { Journal } from "./journal.ts";
import { type JournalOutcome, postDrafts } from "./post-drafts.ts";
import type { Poster } from "./poster.ts";

/**
 * Posts many journals in one round trip, in their order, with an outcome for each: one that is there
 * already, clashes or lacks the funds fails only itself.
 */
export const postJournals = (
  ctx: Pick<Poster, "reference">,
  db: DbOrTx,
  journals: readonly Journal[],
): Promise<JournalOutcome[]> => postDrafts(ctx, db, journals.map(draftOfJournal));
