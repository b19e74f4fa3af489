import type { DbOrTx } from "@mainstay/db";
import { draftOfVoiding } from "../posting/draft.ts";
import type { Posted, Voiding } from "../posting/journal.ts";
import { postDraft } from "../posting/post-journal.ts";
import type { Poster } from "../posting/poster.ts";

/** Gives back what was held, once. */
export const voidHold = (ctx: Poster, db: DbOrTx, voiding: Voiding): Promise<Posted> =>
  postDraft(ctx, db, draftOfVoiding(voiding));
