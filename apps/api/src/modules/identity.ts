import { identity as contract } from "@mainstay/contracts";
import { listLoginHistory } from "@mainstay/core/identity/login-history/list-login-history";
import { implement } from "../trpc/implement.ts";

export const identity = implement(contract, { loginHistory: { list: listLoginHistory } });
