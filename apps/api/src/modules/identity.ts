import { identity as contract } from "@mainstay/contracts";
import { blockAccount } from "@mainstay/core/identity/accounts/block-account";
import { getAccount } from "@mainstay/core/identity/accounts/get-account";
import { inviteAccount } from "@mainstay/core/identity/accounts/invite-account";
import { searchAccounts } from "@mainstay/core/identity/accounts/search-accounts";
import { signInAs } from "@mainstay/core/identity/accounts/sign-in-as";
import { unblockAccount } from "@mainstay/core/identity/accounts/unblock-account";
import { listActivity } from "@mainstay/core/identity/activity/list-activity";
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
import { listDevices } from "@mainstay/core/identity/devices/list-devices";
import { revokeDevice } from "@mainstay/core/identity/devices/revoke-device";
import { grantRole } from "@mainstay/core/identity/grants/grant-role";
import { revokeGrant } from "@mainstay/core/identity/grants/revoke-grant";
import { listLoginHistory } from "@mainstay/core/identity/login-history/list-login-history";
import { changePassword } from "@mainstay/core/identity/passwords/change-password";
import { forgotPassword } from "@mainstay/core/identity/passwords/forgot-password";
import { resetPassword } from "@mainstay/core/identity/passwords/reset-password";
import { changeEmail } from "@mainstay/core/identity/profile/change-email";
import { closeAccount } from "@mainstay/core/identity/profile/close-account";
import { confirmEmail } from "@mainstay/core/identity/profile/confirm-email";
import { exportProfile } from "@mainstay/core/identity/profile/export-profile";
import { getMe } from "@mainstay/core/identity/profile/get-me";
import { updateProfile } from "@mainstay/core/identity/profile/update-profile";
import { cancelFactorReset } from "@mainstay/core/identity/second-factor/cancel-factor-reset";
import { confirmTotp } from "@mainstay/core/identity/second-factor/confirm-totp";
import { disableTotp } from "@mainstay/core/identity/second-factor/disable-totp";
import { enrollTotp } from "@mainstay/core/identity/second-factor/enroll-totp";
import { regenerateRecoveryCodes } from "@mainstay/core/identity/second-factor/regenerate-recovery-codes";
import { startFactorReset } from "@mainstay/core/identity/second-factor/start-factor-reset";
import { listSessions } from "@mainstay/core/identity/sessions/list-sessions";
import { revokeOtherSessions } from "@mainstay/core/identity/sessions/revoke-other-sessions";
import { revokeSession } from "@mainstay/core/identity/sessions/revoke-session";
import { implement } from "../trpc/implement.ts";

export const identity = implement(contract, {
  accounts: {
    create: inviteAccount,
    search: searchAccounts,
    get: getAccount,
    block: blockAccount,
    unblock: unblockAccount,
    grant: grantRole,
    revoke: revokeGrant,
    signInAs,
  },
  activity: { list: listActivity },
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
  devices: { list: listDevices, revoke: revokeDevice },
  me: getMe,
  profile: {
    update: updateProfile,
    changeEmail,
    confirmEmail,
    export: exportProfile,
    close: closeAccount,
  },
  loginHistory: { list: listLoginHistory },
  password: { change: changePassword, forgot: forgotPassword, reset: resetPassword },
  sessions: { list: listSessions, revoke: revokeSession, revokeOthers: revokeOtherSessions },
  totp: {
    enroll: enrollTotp,
    confirm: confirmTotp,
    disable: disableTotp,
    regenerateCodes: regenerateRecoveryCodes,
    startReset: startFactorReset,
    cancelReset: cancelFactorReset,
  },
});
