import { answerForgot, type password } from "@mainstay/contracts";
import type { PreparedUseCase } from "../../context.ts";
import { enqueue } from "../../platform/index.ts";
import { sealEmail } from "../auth/seal-email.ts";
import { limitMail } from "../guesses/limit-mail.ts";

export const forgotPassword: PreparedUseCase<typeof password.forgot, string> = {
  async prepare(ctx, input) {
    const email = input.email.toLowerCase();
    await limitMail(ctx, { email, captcha: input.captcha });
    return sealEmail(ctx.sealer, email);
  },

  async run(ctx, _input, sealedEmail) {
    enqueue(ctx.db, answerForgot, { sealedEmail });
    return { kind: "link_sent" };
  },
};
