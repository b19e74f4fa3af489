import type { DomainError, PostingReason } from "@mainstay/contracts";
import { draftOfJournal } from "./draft.ts";
import type { Journal } from "./journal.ts";
import { refusalOfDraft } from "./refusal-of-draft.ts";

/** What is wrong with it whatever stands on its accounts: for what is written down now and posted later. */
export const refusalOfJournal = (journal: Journal): DomainError<PostingReason> | null =>
  refusalOfDraft(draftOfJournal(journal));
