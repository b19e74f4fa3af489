import type { PaymentSession } from "@mainstay/sdk";
import type { Language } from "./language.ts";
import type { Problem } from "./problem.ts";

export type Action = "choose" | "markPaid" | "cancel";

export interface Receipt {
  readonly name: string;
  readonly size: number;
  readonly state: "waiting" | "sending" | "sent" | "failed";
  readonly problem: Problem | null;
}

/** All that the page knows. What is seen follows from it, and from nothing else. */
export interface Model {
  readonly language: Language;
  /** Whether the address opened a payment. */
  readonly link: "good" | "missing" | "refused";
  readonly session: PaymentSession | null;
  /** The server's time, in milliseconds, as far as it can be told here. */
  readonly now: number;
  /** Nothing was heard of the server at the last attempt. */
  readonly away: boolean;
  readonly doing: Action | null;
  readonly problem: Problem | null;
  readonly method: string | null;
  readonly bank: string | null;
  /** Whether to give up is being asked. */
  readonly leaving: boolean;
  /** What was copied a moment ago. */
  readonly copied: Copied | null;
  readonly receipts: readonly Receipt[];
}
export type Copied = "sum" | "number" | "holder";

/** What can be done on the page. */
export interface Doings {
  speak(language: Language): void;
  pick(method: string): void;
  pickBank(bank: string | null): void;
  choose(): void;
  markPaid(): void;
  cancel(): void;
  askToLeave(ask: boolean): void;
  copy(what: Copied, text: string): void;
  show(files: readonly File[]): void;
  reload(): void;
}

export const screens = [
  "loading",
  "bad_link",
  "choosing",
  "searching",
  "paying",
  "checking",
  "paid",
  "paid_in_part",
  "returned",
  "over",
  "other",
] as const;
export type Screen = (typeof screens)[number];

/** A newer server may have states that this page does not know. */
export function screenOf({ link, session }: Pick<Model, "link" | "session">): Screen {
  if (link !== "good") return "bad_link";
  if (!session) return "loading";
  return screens.find((one) => one === session.state) ?? "other";
}

/** Nothing comes after these but by another hand. */
export const isEnded = (screen: Screen): boolean =>
  screen === "paid" || screen === "paid_in_part" || screen === "returned" || screen === "over";
