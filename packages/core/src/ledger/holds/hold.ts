import type { DbOrTx } from "@mainstay/db";
import { draftOfHold } from "../posting/draft.ts";
import type { Hold, Posted } from "../posting/journal.ts";
import { postDraft } from "../posting/post-journal.ts";
import type { Poster } from "../posting/poster.ts";

/** Sets money aside towards clearing: it stays on the account and can go nowhere else. */
export const hold = (ctx: Poster, db: DbOrTx, held: Hold): Promise<Posted> =>
  postDraft(ctx, db, draftOfHold(held));
