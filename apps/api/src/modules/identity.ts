import { identity as contract } from "@mainstay/contracts";
import { refreshSession } from "@mainstay/core/identity/auth/refresh-session";
import { signOut } from "@mainstay/core/identity/auth/sign-out";
import { listLoginHistory } from "@mainstay/core/identity/login-history/list-login-history";
import { listSessions } from "@mainstay/core/identity/sessions/list-sessions";
import { revokeOtherSessions } from "@mainstay/core/identity/sessions/revoke-other-sessions";
import { revokeSession } from "@mainstay/core/identity/sessions/revoke-session";
import { implement } from "../trpc/implement.ts";

export const identity = implement(contract, {
  auth: { refresh: refreshSession, signOut },
  loginHistory: { list: listLoginHistory },
  sessions: { list: listSessions, revoke: revokeSession, revokeOthers: revokeOtherSessions },
});
