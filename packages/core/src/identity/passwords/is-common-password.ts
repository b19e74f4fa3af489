import { commonPasswords } from "./common-passwords.ts";

const letterOf: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
  "|": "l",
};

/** "P@ssw0rd2024!" is as common as "password". */
export function isCommonPassword(password: string): boolean {
  const text = password.normalize("NFKC").toLowerCase();
  const plain = [text, withoutEdges(text), unleet(withoutEdges(text)), withoutEdges(unleet(text))];
  return [...plain, ...plain.map(onceOf)].some(isKnown) || isRunWithLetters(text);
}

/** Between words people put dots, dashes and spaces, or nothing. */
const isKnown = (text: string): boolean =>
  commonPasswords.has(text) || commonPasswords.has(text.replace(/[\s._-]+/g, ""));

const withoutEdges = (text: string): string => text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
const unleet = (text: string): string =>
  text.replace(/[013457@$!|]/g, (one) => letterOf[one] ?? one);
/** "lovelove" is "love". */
const onceOf = (text: string): string => /^(.+?)\1+$/u.exec(text)?.[1] ?? text;

/** "a1234567890", "xx99999999": a run of digits with next to no letters. */
function isRunWithLetters(text: string): boolean {
  const digits = /\d{6,}/.exec(text)?.[0];
  if (digits === undefined || text.length - digits.length > 3) return false;
  return (
    "01234567890123456789".includes(digits) ||
    "98765432109876543210".includes(digits) ||
    /^(\d)\1+$/.test(digits)
  );
}
