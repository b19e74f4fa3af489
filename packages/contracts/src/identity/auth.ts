import { z } from "zod";
import { anyone, Audience, audiences, sessionLimits, withAccount } from "../access.ts";
import { mutation, query } from "../define.ts";
import { job } from "../job.ts";
import { reason } from "../reason.ts";
import { setting } from "../setting.ts";
import {
  CaptchaAnswer,
  codeWrong,
  Email,
  FactorCode,
  linkUnusable,
  Locale,
  moment,
  OpaqueToken,
  Password,
  passwordUnfit,
  passwordWrong,
  PersonName,
  TimeZone,
  tooManyGuesses,
} from "./account.ts";
import { Captcha, captchaNeeded, captchaWrong } from "./captcha.ts";

export const signUpAudiences = setting("identity.sign_up_audiences", {
  schema: z.array(z.enum(["customer", "merchant", "trader"])),
  default: ["customer"],
  description: "At which doors people may sign up by themselves.",
});
export const sessionDays = setting("identity.session_days", {
  schema: z.int().min(1).max(365),
  default: 90,
  description: "For how many days customers, merchants and traders stay signed in at most.",
});
export const sessionIdleDays = setting("identity.session_idle_days", {
  schema: z.int().min(1).max(90),
  default: 14,
  description: "After how many days without a call a session ends.",
});
export const staffSessionHours = setting("identity.staff_session_hours", {
  schema: z.int().min(1).max(720),
  default: 12,
  description:
    "For how many hours leads, support, staff and administrators stay signed in at most.",
});
export const lockAfterFailures = setting("identity.lock_after_failures", {
  schema: z.int().min(4).max(100),
  default: 10,
  description:
    "After how many failures in a row an account is locked for a while, for devices that it does not know.",
});
export const lockMinutes = setting("identity.lock_minutes", {
  schema: z.int().min(1).max(1_440),
  default: 15,
  description: "For how many minutes an account is locked.",
});
export const signingKeyDays = setting("identity.signing_key_days", {
  schema: z.int().min(1).max(365),
  default: 30,
  description: "For how many days a key signs access tokens before the next one does.",
});

export const credentialsWrong = reason("identity.credentials_wrong", {
  kind: "unauthenticated",
  message:
    "The e-mail address, the password or the door is not right, or the address is not confirmed yet.",
});
export const accountBlocked = reason("identity.account_blocked", {
  kind: "forbidden",
  message: "This account is blocked. Write to support.",
});
export const signUpClosed = reason("identity.sign_up_closed", {
  kind: "forbidden",
  message: "Nobody can sign up as {audience} here; ask for an invitation.",
  details: z.object({ audience: Audience }),
});
export const challengeUnusable = reason("identity.challenge_unusable", {
  kind: "unauthenticated",
  message: "This sign-in was not finished in time, or is finished already. Sign in again.",
});
export const refreshUnusable = reason("identity.refresh_unusable", {
  kind: "unauthenticated",
  message: "This refresh token is not valid, or its session has ended. Sign in again.",
});
export const refreshReused = reason("identity.refresh_reused", {
  kind: "unauthenticated",
  message:
    "This refresh token was used before by somebody. The session is ended, to be safe. Sign in again.",
});

export const SessionAnswer = z
  .object({
    kind: z.literal("session"),
    accessToken: z.string(),
    expiresAt: moment.describe("When the access token runs out."),
    refreshToken: z.string(),
    device: z
      .string()
      .nullable()
      .describe("To be kept and sent with the next sign-in; null where it is known already."),
    limitedTo: z
      .enum(sessionLimits)
      .nullable()
      .describe("The only thing that this session may do, until it has done it."),
    account: z
      .object({
        id: z.uuid(),
        email: z.string(),
        name: z.string(),
        locale: Locale,
        audience: Audience,
      })
      .meta({ id: "SessionAccount" }),
  })
  .meta({ id: "SessionAnswer" });
export const SecondFactorAsked = z
  .object({
    kind: z.literal("second_factor"),
    challenge: z.string().describe("To be sent with the code within five minutes."),
    expiresAt: moment,
  })
  .meta({ id: "SecondFactorAsked" });
export const RefreshAnswer = z
  .object({ accessToken: z.string(), expiresAt: moment, refreshToken: z.string() })
  .meta({ id: "RefreshAnswer" });

const guarded = [tooManyGuesses, captchaNeeded, captchaWrong] as const;
const visitors = { access: anyone, idempotency: "none", audit: "none", limit: "sign_in" } as const;

export const auth = {
  options: query({
    summary: "What a sign-in page needs to know",
    access: anyone,
    output: z
      .object({
        signUpAudiences: z.array(Audience),
        captcha: Captcha.nullable().describe("Null where no captcha is ever asked for."),
      })
      .meta({ id: "SignInOptions" }),
  }),
  signUp: mutation({
    ...visitors,
    summary: "Sign up; the address gets a mail with a link",
    description:
      "The answer is the same whether or not the address has an account; the mail is not.",
    input: z.object({
      email: Email,
      password: Password,
      name: PersonName,
      audience: z.enum(audiences).default("customer"),
      locale: Locale.default("en"),
      timeZone: TimeZone.default("UTC"),
      captcha: CaptchaAnswer.optional(),
    }),
    output: z.object({ kind: z.literal("confirmation_sent") }),
    errors: [passwordUnfit, signUpClosed, ...guarded],
  }),
  verifyEmail: mutation({
    ...visitors,
    audit: "yes",
    summary: "Confirm an address with the link's token; now there is an account",
    description:
      "The password of the sign-up is asked for again: somebody else may have signed up this address, and must not have its owner confirm their password.",
    input: z.object({ token: OpaqueToken, password: Password }),
    output: z.object({ kind: z.literal("confirmed"), email: z.string(), audience: Audience }),
    errors: [linkUnusable, passwordWrong],
  }),
  resendVerification: mutation({
    ...visitors,
    summary: "Send the link for a sign-up again",
    input: z.object({ email: Email, captcha: CaptchaAnswer.optional() }),
    output: z.object({ kind: z.literal("confirmation_sent") }),
    errors: [...guarded],
  }),
  signIn: mutation({
    ...visitors,
    summary: "Sign in at a door",
    description:
      "Answers with a session, or asks for a second factor. A page of the same site gets a cookie besides, and may forget the tokens.",
    sensitive: true,
    input: z.object({
      email: Email,
      password: Password,
      audience: Audience,
      device: OpaqueToken.optional().describe("What an earlier sign-in on this device answered."),
      deviceName: z.string().trim().min(1).max(100).optional(),
      captcha: CaptchaAnswer.optional(),
    }),
    output: z.discriminatedUnion("kind", [SessionAnswer, SecondFactorAsked]),
    errors: [credentialsWrong, accountBlocked, ...guarded],
  }),
  secondFactor: mutation({
    ...visitors,
    summary: "Finish a sign-in with a code",
    sensitive: true,
    input: z.object({
      challenge: OpaqueToken,
      code: FactorCode,
      trustDevice: z
        .boolean()
        .default(false)
        .describe("Not to be asked for a code here again, for a while."),
    }),
    output: SessionAnswer,
    errors: [challengeUnusable, codeWrong, accountBlocked, tooManyGuesses],
  }),
  refresh: mutation({
    access: anyone,
    idempotency: "none",
    audit: "none",
    limit: "write",
    summary: "Exchange a refresh token for new tokens",
    description:
      "Each refresh token is used once. Where an answer is lost, the same one can be sent again within a minute, until its successor is used; any other second use ends the session.",
    sensitive: true,
    input: z.object({ refreshToken: OpaqueToken }),
    output: RefreshAnswer,
    errors: [refreshUnusable, refreshReused],
  }),
  signOut: mutation({
    summary: "End this session",
    access: withAccount,
    idempotency: "none",
    whileSignedInAs: true,
    whileLimited: sessionLimits,
    output: z.void(),
  }),
  unlock: mutation({
    ...visitors,
    summary: "End a lock with the token of the mailed link",
    input: z.object({ token: OpaqueToken }),
    output: z.object({ kind: z.literal("unlocked") }),
    errors: [linkUnusable],
  }),
};

export const answerSignUp = job("identity.answer_sign_up", {
  queue: "identity",
  summary: "Mail a sign-up its link, or tell the owner of the address that somebody tried",
  payload: z.object({ signUpId: z.uuid() }),
});
export const answerResend = job("identity.answer_resend", {
  queue: "identity",
  summary: "Mail the newest sign-up of an address its link again, where there is one",
  payload: z.object({ sealedEmail: z.string() }),
});
export const answerLock = job("identity.answer_lock", {
  queue: "identity",
  summary: "Mail a link that ends a lock, where the locked address has an account",
  payload: z.object({ sealed: z.string() }),
});
export const sweepIdentity = job("identity.sweep", {
  queue: "identity",
  summary: "Delete what has run out: sessions, sign-ups, links, challenges, guesses, old history",
  payload: z.object({}),
  schedule: { everyMs: 10 * 60_000 },
});
export const rotateSigningKeys = job("identity.rotate_signing_keys", {
  queue: "identity",
  summary: "Make the next key for access tokens in time, and delete the ones that have served",
  payload: z.object({}),
  schedule: { everyMs: 60 * 60_000 },
});
