import {
  answerSignUp,
  type auth,
  isTimeZone,
  passwordUnfit,
  signUpAudiences,
  signUpClosed,
} from "@mainstay/contracts";
import { signUps } from "@mainstay/db";
import { v7 } from "uuid";
import type { PreparedUseCase } from "../../context.ts";
import { enqueue } from "../../platform/index.ts";
import { limitMail } from "../guesses/limit-mail.ts";
import { hashPassword } from "../passwords/hash-password.ts";
import { unfitRules } from "../passwords/password-rules.ts";

/** How long an address can be confirmed. */
export const signUpMs = 24 * 60 * 60_000;

/** Does not look whether the address has an account: the job that mails it does, where nobody can watch. */
export const signUp: PreparedUseCase<typeof auth.signUp, string> = {
  async prepare(ctx, { email, password, audience, captcha }) {
    const open: readonly string[] = await ctx.settings.get(signUpAudiences);
    if (!open.includes(audience)) ctx.fail(signUpClosed({ audience }));
    const rules = await unfitRules({ password, email });
    if (rules.length > 0) ctx.fail(passwordUnfit({ rules }));
    await limitMail(ctx, { email: email.toLowerCase(), captcha });
    return hashPassword(password);
  },

  async run(ctx, { email, name, audience, locale, timeZone }, passwordHash) {
    const id = v7();
    const createdAt = ctx.clock.now();
    await ctx.db.insert(signUps).values({
      id,
      email: email.toLowerCase(),
      passwordHash,
      name,
      locale,
      // Browsers know names that this server does not; nobody is kept out for that.
      timeZone: isTimeZone(timeZone) ? timeZone : "UTC",
      audience,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + signUpMs),
    });
    enqueue(ctx.db, answerSignUp, { signUpId: id });
    return { kind: "confirmation_sent" };
  },
};
