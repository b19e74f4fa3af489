import { z } from "zod";
import { anyone, withAccount } from "../access.ts";
import { mutation } from "../define.ts";
import { job } from "../job.ts";
import { setting } from "../setting.ts";
import {
  CaptchaAnswer,
  Email,
  linkUnusable,
  OpaqueToken,
  Password,
  passwordUnfit,
  passwordWrong,
  tooManyGuesses,
} from "./account.ts";
import { captchaNeeded, captchaWrong } from "./captcha.ts";

export const passwordMaxAgeDays = setting("identity.password_max_age_days", {
  schema: z.int().min(0).max(3_650),
  default: 0,
  description:
    "After how many days staff, support and administrators must change their password; 0: never.",
});

export const password = {
  change: mutation({
    summary: "Change the password; every other session and trusted device ends",
    access: withAccount,
    fresh: true,
    limit: "sign_in",
    idempotency: "none",
    whileLimited: ["change_password"],
    input: z.object({ oldPassword: Password, newPassword: Password }),
    output: z.void(),
    errors: [passwordWrong, passwordUnfit, tooManyGuesses],
  }),
  forgot: mutation({
    summary: "Send a link to set a new password",
    description: "The answer is the same whether or not the address has an account.",
    access: anyone,
    idempotency: "none",
    audit: "none",
    limit: "sign_in",
    input: z.object({ email: Email, captcha: CaptchaAnswer.optional() }),
    output: z.object({ kind: z.literal("link_sent") }),
    errors: [tooManyGuesses, captchaNeeded, captchaWrong],
  }),
  reset: mutation({
    summary: "Set a new password with the link's token, of a reset or an invitation",
    description: "All sessions and trusted devices end. The second factor stays.",
    access: anyone,
    idempotency: "none",
    limit: "sign_in",
    input: z.object({ token: OpaqueToken, password: Password }),
    output: z.object({ kind: z.literal("password_set") }),
    errors: [linkUnusable, passwordUnfit],
  }),
};

export const answerForgot = job("identity.answer_forgot", {
  queue: "identity",
  summary: "Mail a link to set a new password, where the address has an account",
  payload: z.object({ sealedEmail: z.string() }),
});
