import type { DbOrTx } from "@mainstay/db";
import { draftOfSettlement } from "../posting/draft.ts";
import type { Posted, Settlement } from "../posting/journal.ts";
import { postDraft } from "../posting/post-journal.ts";
import type { Poster } from "../posting/poster.ts";

/** Pays out of a hold, once: what is paid leaves clearing in the same commit, the rest goes back. */
export const settleHold = (ctx: Poster, db: DbOrTx, settlement: Settlement): Promise<Posted> =>
  postDraft(ctx, db, draftOfSettlement(settlement));
