import type { jobs } from "@mainstay/contracts";
import { answerLock } from "@mainstay/core/identity/auth/answer-lock";
import { answerResend } from "@mainstay/core/identity/auth/answer-resend";
import { answerSignUp } from "@mainstay/core/identity/auth/answer-sign-up";
import { answerForgot } from "@mainstay/core/identity/passwords/answer-forgot";
import { finishFactorReset } from "@mainstay/core/identity/second-factor/finish-factor-reset";
import { sweepIdentity } from "@mainstay/core/identity/sweep-identity";
import { rotateSigningKeys } from "@mainstay/core/identity/tokens/rotate-signing-keys";
import type { Handlers } from "@mainstay/runtime/jobs";

export const identity: Handlers<typeof jobs.identity> = {
  answerForgot,
  answerLock,
  answerResend,
  answerSignUp,
  finishFactorReset,
  rotateSigningKeys,
  sweepIdentity,
};
