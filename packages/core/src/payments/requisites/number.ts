import type { ReferenceData } from "@mainstay/contracts";
import type { Sealer } from "../../ports.ts";

type MethodKind = ReferenceData["paymentMethods"][number]["kind"];
/** Kinds of methods that money is sent to by a number. */
export type NumberKind = Extract<MethodKind, "card" | "phone" | "account">;

export const numberKinds = ["card", "phone", "account"] as const satisfies readonly NumberKind[];
export const isNumberKind = (kind: MethodKind): kind is NumberKind => kind in spellings;

/** What a number of the kind looks like, when what people put between its parts is dropped. */
const spellings: Readonly<Record<NumberKind, RegExp>> = {
  card: /^\d{12,19}$/,
  phone: /^\+[1-9]\d{6,14}$/,
  account: /^[A-Z0-9]{6,34}$/,
};
export const numberRules: Readonly<Record<NumberKind, string>> = {
  card: "a card has 12 to 19 digits, the last of which checks the others",
  phone: "a phone is written with + and the country's code, as in +79001234567",
  account: "an account has 6 to 34 Latin letters and digits",
};

/** One spelling for one number, so that it can be told again; null where it is none of this kind. */
export function normaliseNumber(kind: NumberKind, text: string): string | null {
  const bare = text.replace(/[\s\p{Pd}]/gu, "");
  const number = kind === "phone" ? bare.replace(/[()]/g, "") : bare.toUpperCase();
  if (!spellings[kind].test(number)) return null;
  return kind === "card" && !isLuhn(number) ? null : number;
}

/** Every second digit from the end counts twice, and all of them come to a multiple of ten. */
function isLuhn(digits: string): boolean {
  const odd = digits.length % 2;
  const sum = Array.from(digits, (digit, at) => Number(digit) * (at % 2 === odd ? 2 : 1)).reduce(
    (all, value) => all + (value > 9 ? value - 9 : value),
    0,
  );
  return sum % 10 === 0;
}

/** Its last four at most, and no more than a third of it: the rest is not to be guessed. */
export function maskNumber(number: string): string {
  const shown = Math.min(4, Math.floor(number.length / 3));
  return `•••• ${number.slice(-shown)}`;
}

/** What numbers are sealed for. */
export const requisiteNumberPurpose = "requisites.number";

export interface SealedNumber {
  readonly sealed: string;
  readonly hash: Buffer;
  readonly masked: string;
}

/** `number` is a normalised one. */
export const sealNumber = (sealer: Sealer, kind: NumberKind, number: string): SealedNumber => ({
  sealed: sealer.seal(requisiteNumberPurpose, number),
  hash: hashNumber(sealer, kind, number),
  masked: maskNumber(number),
});

/** By the kind of the number, whatever its method is called: who is listed by one card is so by all methods. */
export const hashNumber = (sealer: Sealer, kind: NumberKind, number: string): Buffer =>
  sealer.fingerprint(`requisite:${kind}:${number}`);

export const openNumber = (sealer: Sealer, sealed: string): string =>
  sealer.open(requisiteNumberPurpose, sealed);
