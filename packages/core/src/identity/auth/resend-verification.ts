import { answerResend, type auth } from "@mainstay/contracts";
import type { PreparedUseCase } from "../../context.ts";
import { enqueue } from "../../platform/index.ts";
import { limitMail } from "../guesses/limit-mail.ts";
import { sealEmail } from "./seal-email.ts";

export const resendVerification: PreparedUseCase<typeof auth.resendVerification, string> = {
  async prepare(ctx, input) {
    const email = input.email.toLowerCase();
    await limitMail(ctx, { email, captcha: input.captcha });
    return sealEmail(ctx.sealer, email);
  },

  async run(ctx, _input, sealedEmail) {
    enqueue(ctx.db, answerResend, { sealedEmail });
    return { kind: "confirmation_sent" };
  },
};
