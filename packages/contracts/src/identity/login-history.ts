import { z } from "zod";
import { Audience, withAccount } from "../access.ts";
import { query } from "../define.ts";
import { page, pageInput } from "../page.ts";
import { setting } from "../setting.ts";
import { moment, Place } from "./account.ts";

export const loginHistoryDays = setting("identity.login_history_days", {
  schema: z.int().min(30).max(3_650),
  default: 365,
  description: "For how many days sign-in attempts are kept.",
});

export const loginOutcomes = [
  "signed_in",
  "second_factor_asked",
  "credentials_wrong",
  "code_wrong",
  "locked",
  "blocked",
  "refresh_reused",
  "signed_in_as",
] as const;

export const LoginAttempt = z
  .object({
    id: z.uuid(),
    at: moment,
    audience: Audience,
    outcome: z.enum(loginOutcomes),
    ip: z.string().nullable(),
    browser: z.string().nullable(),
    system: z.string().nullable(),
    place: Place,
  })
  .meta({ id: "LoginAttempt" });

export const loginHistory = {
  list: query({
    summary: "Attempts to sign in to this account, newest first",
    access: withAccount,
    input: z.object(pageInput),
    output: page(LoginAttempt),
  }),
};
