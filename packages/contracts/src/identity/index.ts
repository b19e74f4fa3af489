import { accounts } from "./accounts.ts";
import { activity } from "./activity.ts";
import { apiKeys } from "./api-keys.ts";
import {
  answerLock,
  answerResend,
  answerSignUp,
  auth,
  lockAfterFailures,
  lockMinutes,
  rotateSigningKeys,
  sessionDays,
  sessionIdleDays,
  signingKeyDays,
  signUpAudiences,
  staffSessionHours,
  sweepIdentity,
} from "./auth.ts";
import { devices, trustedDeviceCookie, trustedDeviceDays } from "./devices.ts";
import { loginHistory, loginHistoryDays } from "./login-history.ts";
import { answerForgot, password, passwordMaxAgeDays } from "./password.ts";
import { me, profile } from "./profile.ts";
import { sessions } from "./sessions.ts";
import { factorResetHours, finishFactorReset, secondFactorAudiences, totp } from "./totp.ts";

export * from "./account.ts";
export * from "./accounts.ts";
export * from "./activity.ts";
export * from "./api-keys.ts";
export * from "./auth.ts";
export * from "./captcha.ts";
export * from "./devices.ts";
export * from "./login-history.ts";
export * from "./password.ts";
export * from "./profile.ts";
export * from "./sessions.ts";
export * from "./totp.ts";

export const identity = {
  me,
  auth,
  password,
  loginHistory,
  sessions,
  apiKeys,
  totp,
  devices,
  accounts,
  profile,
  activity,
};
export const identityJobs = {
  answerForgot,
  answerLock,
  answerResend,
  answerSignUp,
  finishFactorReset,
  rotateSigningKeys,
  sweepIdentity,
};
export const identitySettings = [
  factorResetHours,
  lockAfterFailures,
  lockMinutes,
  loginHistoryDays,
  passwordMaxAgeDays,
  secondFactorAudiences,
  sessionDays,
  sessionIdleDays,
  signingKeyDays,
  signUpAudiences,
  staffSessionHours,
  trustedDeviceCookie,
  trustedDeviceDays,
] as const;
