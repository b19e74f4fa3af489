import type { Language } from "./language.ts";
import type { Copied, Screen } from "./model.ts";
import type { ProblemKind } from "./problem.ts";
import { en } from "./texts-en.ts";
import { ru } from "./texts-ru.ts";

export const ends = ["cancelled", "expired", "no_trader", "refused", "unpaid", "late"] as const;
/** How a try ended; `late`: none was begun in time. */
export type End = (typeof ends)[number];

/** Everything that is read on the page. What a language leaves out does not compile. */
export interface Texts {
  readonly titles: Readonly<Record<Screen, string>>;
  /** One sentence below the title; it is also read out when the screen changes. */
  readonly leads: Readonly<Record<Exclude<Screen, "over" | "bad_link">, string>>;
  readonly badLink: Readonly<Record<"missing" | "refused", string>>;
  /** Why it is over. */
  readonly ends: Readonly<Record<End, string>>;
  /** Why it begins anew. */
  readonly again: Readonly<Record<Exclude<End, "late">, string>>;
  readonly problems: Readonly<Record<ProblemKind, (detail: string) => string>>;
  readonly copy: Readonly<Record<Copied, string>>;
  readonly copied: Readonly<Record<Copied, string>>;
  readonly copyShort: string;
  readonly copiedShort: string;
  readonly language: string;
  readonly toPay: string;
  readonly exactSum: string;
  readonly method: string;
  readonly bank: string;
  readonly anyBank: string;
  readonly nothingOffered: string;
  readonly lookAgain: string;
  readonly continue: string;
  readonly startWithin: string;
  readonly triesLeft: (count: number) => string;
  readonly whyExact: string;
  readonly shifted: (asked: string) => string;
  readonly number: string;
  readonly numberPhone: string;
  readonly holder: string;
  readonly payWithin: string;
  readonly soon: string;
  readonly timeIsUp: string;
  readonly paid: string;
  readonly giveUp: string;
  readonly giveUpTitle: string;
  readonly giveUpText: string;
  readonly giveUpYes: string;
  readonly giveUpNo: string;
  readonly checkedWithin: string;
  readonly takesLonger: string;
  readonly receiptTitle: string;
  readonly receiptText: string;
  readonly chooseFile: string;
  readonly chosenFiles: string;
  readonly receiptStates: Readonly<Record<"waiting" | "sending" | "sent" | "failed", string>>;
  readonly receiptsShown: (count: number) => string;
  readonly sum: string;
  readonly sumPaid: string;
  readonly sumAsked: string;
  readonly sumCame: string;
  readonly backToStore: string;
  readonly away: string;
}

export const texts: Readonly<Record<Language, Texts>> = { en, ru };
export const languageNames: Readonly<Record<Language, string>> = { en: "English", ru: "Русский" };
