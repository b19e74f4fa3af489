import { identity as contract } from "@mainstay/contracts";
import { createApiKey } from "@mainstay/core/identity/api-keys/create-api-key";
import { listApiKeys } from "@mainstay/core/identity/api-keys/list-api-keys";
import { revokeApiKey } from "@mainstay/core/identity/api-keys/revoke-api-key";
import { rotateApiKey } from "@mainstay/core/identity/api-keys/rotate-api-key";
import { getSignInOptions } from "@mainstay/core/identity/auth/get-sign-in-options";
import { refreshSession } from "@mainstay/core/identity/auth/refresh-session";
import { resendVerification } from "@mainstay/core/identity/auth/resend-verification";
import { secondFactor } from "@mainstay/core/identity/auth/second-factor";
import { signIn } from "@mainstay/core/identity/auth/sign-in";
import { signOut } from "@mainstay/core/identity/auth/sign-out";
import { signUp } from "@mainstay/core/identity/auth/sign-up";
import { unlock } from "@mainstay/core/identity/auth/unlock";
import { verifyEmail } from "@mainstay/core/identity/auth/verify-email";
import { listLoginHistory } from "@mainstay/core/identity/login-history/list-login-history";
import { changePassword } from "@mainstay/core/identity/passwords/change-password";
import { forgotPassword } from "@mainstay/core/identity/passwords/forgot-password";
import { resetPassword } from "@mainstay/core/identity/passwords/reset-password";
import { listSessions } from "@mainstay/core/identity/sessions/list-sessions";
import { revokeOtherSessions } from "@mainstay/core/identity/sessions/revoke-other-sessions";
import { revokeSession } from "@mainstay/core/identity/sessions/revoke-session";
import { implement } from "../trpc/implement.ts";

export const identity = implement(contract, {
  apiKeys: {
    create: createApiKey,
    list: listApiKeys,
    revoke: revokeApiKey,
    rotate: rotateApiKey,
  },
  auth: {
    options: getSignInOptions,
    signUp,
    verifyEmail,
    resendVerification,
    signIn,
    secondFactor,
    refresh: refreshSession,
    signOut,
    unlock,
  },
  loginHistory: { list: listLoginHistory },
  password: { change: changePassword, forgot: forgotPassword, reset: resetPassword },
  sessions: { list: listSessions, revoke: revokeSession, revokeOthers: revokeOtherSessions },
});
