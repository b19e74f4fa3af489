import { z } from "zod";
import { anyone, audiences, permission, withAccount } from "../access.ts";
import { mutation } from "../define.ts";
import { job } from "../job.ts";
import { reason } from "../reason.ts";
import { setting } from "../setting.ts";
import {
  accountMissing,
  accountOutOfReach,
  codeWrong,
  FactorCode,
  linkUnusable,
  moment,
  OpaqueToken,
  Password,
  passwordWrong,
  tooManyGuesses,
} from "./account.ts";

export const secondFactorAudiences = setting("identity.second_factor_audiences", {
  schema: z.array(z.enum(audiences)),
  default: ["admin", "support"],
  description: "At which doors a second factor is a must.",
});
export const factorResetHours = setting("identity.factor_reset_hours", {
  schema: z.int().min(1).max(336),
  default: 24,
  description: "How many hours the owner has to cancel a reset of the second factor.",
});

export const resetSecondFactor = permission("identity.second_factor.reset", { roles: ["support"] });

export const factorPresent = reason("identity.second_factor_present", {
  kind: "conflict",
  message: "This account has a second factor. Disable it first, with a code of it.",
});
export const factorMissing = reason("identity.second_factor_missing", {
  kind: "precondition",
  message: "There is no second factor to do this with; enroll one first.",
});
export const factorResetPending = reason("identity.second_factor_reset_pending", {
  kind: "conflict",
  message: "A reset is under way already; it takes effect at {effectiveAt}.",
  details: z.object({ effectiveAt: moment }),
});

export const RecoveryCodes = z
  .object({
    recoveryCodes: z.array(z.string()).describe("Shown once; each can stand in for a code once."),
  })
  .meta({ id: "RecoveryCodes" });

const own = {
  access: withAccount,
  fresh: true,
  limit: "sign_in",
  idempotency: "none",
  sensitive: true,
  whileLimited: ["enroll_second_factor"],
} as const;

export const totp = {
  enroll: mutation({
    ...own,
    summary: "Begin to use an authenticator app: its address, also as a picture",
    input: z.object({ password: Password }),
    output: z
      .object({
        uri: z.string(),
        secret: z.string(),
        qrCode: z.string().describe("An SVG picture."),
      })
      .meta({ id: "TotpEnrollment" }),
    errors: [passwordWrong, factorPresent, tooManyGuesses],
  }),
  confirm: mutation({
    ...own,
    summary: "Prove the authenticator with a code of it; from now on it is asked for",
    input: z.object({ code: FactorCode }),
    output: RecoveryCodes,
    errors: [codeWrong, factorMissing, factorPresent, tooManyGuesses],
  }),
  disable: mutation({
    ...own,
    sensitive: false,
    whileLimited: [],
    summary: "Stop using the authenticator",
    input: z.object({ code: FactorCode }),
    output: z.void(),
    errors: [codeWrong, factorMissing, tooManyGuesses],
  }),
  regenerateCodes: mutation({
    ...own,
    whileLimited: [],
    summary: "New recovery codes in place of the old ones",
    input: z.object({ code: FactorCode }),
    output: RecoveryCodes,
    errors: [codeWrong, factorMissing, tooManyGuesses],
  }),
  startReset: mutation({
    summary: "Take somebody's second factor away, later; its owner is told and can say no",
    access: resetSecondFactor,
    fresh: true,
    limit: "write",
    input: z.object({ accountId: z.uuid() }),
    output: z.object({ effectiveAt: moment }),
    errors: [accountMissing, accountOutOfReach, factorMissing, factorResetPending],
  }),
  cancelReset: mutation({
    summary: "Keep the second factor, with the token of the mailed link",
    access: anyone,
    limit: "sign_in",
    idempotency: "none",
    input: z.object({ token: OpaqueToken }),
    output: z.object({ kind: z.literal("kept") }),
    errors: [linkUnusable],
  }),
};

export const finishFactorReset = job("identity.finish_factor_reset", {
  queue: "identity",
  summary: "Take the second factor away, unless its owner has said no",
  payload: z.object({ resetId: z.uuid() }),
});
