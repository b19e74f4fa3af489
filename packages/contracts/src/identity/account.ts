import { z } from "zod";
import { Role, Scope } from "../access.ts";
import { personal, secret } from "../mark.ts";
import { reason } from "../reason.ts";

const unseen =
  // oxlint-disable-next-line no-control-regex -- they are what is refused
  /^[^\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff<>]+$/;

/** What several groups of identity speak of. */
export const Email = personal(
  z
    .email()
    .max(254)
    .meta({ examples: ["anna@example.com"] }),
);
/**
 * Mails greet by it, also those that a stranger made us send: nothing that hides, turns text around or
 * becomes a link.
 */
export const PersonName = personal(
  z
    .string()
    .trim()
    .min(1)
    .max(100)
    .regex(unseen, "must have no control or invisible characters, and no angle brackets")
    .refine((name) => !/:\/\/|www\./i.test(name), "must not hold an address of the web")
    .meta({ examples: ["Anna"] }),
);
/** Any text: what a good password is, the rules say, all at once. */
export const Password = secret(z.string().min(1).max(256));
/** What a mailed link, a device or a challenge carries: 32 random bytes. */
export const OpaqueToken = secret(z.string().min(20).max(200));
/** Six digits of an authenticator, or a recovery code. */
export const FactorCode = secret(
  z
    .string()
    .min(6)
    .max(32)
    .meta({ examples: ["123456"] }),
);
export const CaptchaAnswer = secret(z.string().min(1).max(4_096));

export const Locale = z.enum(["ru", "en"]).meta({ id: "Locale" });
export const TimeZone = z
  .string()
  .min(1)
  .max(64)
  .meta({ examples: ["Europe/Berlin"] });
export const Grant = z
  .object({
    id: z.uuid(),
    role: Role,
    scope: Scope.nullable().describe("Null: everywhere."),
  })
  .meta({ id: "Grant" });
export const Place = z
  .object({ country: z.string().nullable(), city: z.string().nullable() })
  .meta({ id: "Place", description: "Unknown where the server has no GeoIP database." });
export const moment = z.iso.datetime();

export const passwordRules = [
  "too_short",
  "too_long",
  "no_letter",
  "no_digit",
  "is_email",
  "too_common",
  "used_before",
] as const;
export const passwordUnfit = reason("identity.password_unfit", {
  kind: "invalid",
  message:
    "This password does not fit: {rules}. Take at least 10 characters with a letter and a digit; not the e-mail address, none of the last five passwords, and no common one.",
  details: z.object({ rules: z.array(z.enum(passwordRules)) }),
});
export const passwordWrong = reason("identity.password_wrong", {
  kind: "forbidden",
  message: "This is not the account's password.",
});
export const codeWrong = reason("identity.code_wrong", {
  kind: "forbidden",
  message:
    "This code is not right, or was used already. Wait for the authenticator's next one, or take a recovery code.",
});
export const linkUnusable = reason("identity.link_unusable", {
  kind: "precondition",
  message:
    "This link is not valid any more: it was used, has run out, or was replaced by a newer one.",
});
export const tooManyGuesses = reason("identity.too_many_guesses", {
  kind: "limited",
  message: "Too many failed attempts; the next one is taken in {retryAfterSeconds} s.",
  details: z.object({ retryAfterSeconds: z.int() }),
});
export const accountMissing = reason("identity.account_missing", {
  kind: "not_found",
  message: "There is no account {accountId}.",
  details: z.object({ accountId: z.string() }),
});
export const accountOutOfReach = reason("identity.account_out_of_reach", {
  kind: "forbidden",
  message:
    "Accounts with a role in the back office are out of reach here, or for administrators only.",
});
