import type { passwordRules } from "@mainstay/contracts";
import { verifyPassword } from "./hash-password.ts";
import { isCommonPassword } from "./is-common-password.ts";

export type PasswordRule = (typeof passwordRules)[number];

const shortest = 10;
const longest = 256;
/** How many earlier passwords are not taken again. */
export const remembered = 5;

/** All rules that a password breaks; empty if it is a good one. */
export async function unfitRules(from: {
  readonly password: string;
  readonly email: string;
  /** Hashes of the account's last passwords; each that is compared costs a hash. */
  readonly earlier?: readonly string[];
}): Promise<PasswordRule[]> {
  const { password, email, earlier = [] } = from;
  const [local = ""] = email.split("@");
  const text = password.normalize("NFKC").trim().toLowerCase();
  const broken: Partial<Record<PasswordRule, boolean>> = {
    too_short: Array.from(password).length < shortest,
    too_long: password.length > longest,
    no_letter: !/\p{L}/u.test(password),
    no_digit: !/\p{Nd}/u.test(password),
    is_email: text === email.toLowerCase() || text === local.toLowerCase(),
    too_common: isCommonPassword(password),
  };
  const rules = (Object.keys(broken) as PasswordRule[]).filter((rule) => broken[rule]);
  if (await wasUsed(password, earlier)) rules.push("used_before");
  return rules;
}

async function wasUsed(password: string, earlier: readonly string[]): Promise<boolean> {
  const fits = await Promise.all(earlier.map((hash) => verifyPassword(hash, password)));
  return fits.includes(true);
}
