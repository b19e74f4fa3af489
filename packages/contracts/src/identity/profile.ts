import { z } from "zod";
import { anyone, Audience, sessionLimits, withAccount } from "../access.ts";
import { mutation, query } from "../define.ts";
import { reason } from "../reason.ts";
import {
  Email,
  Grant,
  linkUnusable,
  Locale,
  moment,
  OpaqueToken,
  Password,
  passwordWrong,
  PersonName,
  TimeZone,
  tooManyGuesses,
} from "./account.ts";

export const timeZoneUnknown = reason("identity.time_zone_unknown", {
  kind: "invalid",
  message: "There is no time zone {timeZone}; take an IANA name such as Europe/Berlin.",
  details: z.object({ timeZone: z.string() }),
});
export const lastAdmin = reason("identity.last_admin", {
  kind: "precondition",
  message: "This is the last administrator; make another one first.",
});

export const Profile = z
  .object({
    id: z.uuid(),
    email: z.string(),
    name: z.string(),
    locale: Locale,
    timeZone: z.string(),
    audience: Audience.describe("The door of this session."),
    audiences: z.array(Audience).describe("The doors that are open to this account."),
    grants: z.array(Grant).describe("Those that count in this session."),
    permissions: z.array(z.string()).describe("What they add up to, somewhere at least."),
    secondFactor: z.boolean(),
    recoveryCodesLeft: z.int(),
    limitedTo: z.enum(sessionLimits).nullable(),
    signedInAs: z.boolean().describe("Support looks at the account; it can change nothing."),
    sessionId: z.uuid(),
    passwordChangedAt: moment.nullable(),
    createdAt: moment,
  })
  .meta({ id: "Profile" });

export const me = query({
  summary: "Who is calling: the account, its door, its grants",
  access: withAccount,
  whileLimited: sessionLimits,
  output: Profile,
});

export const profile = {
  update: mutation({
    summary: "Change name, language, time zone",
    access: withAccount,
    limit: "write",
    input: z.object({
      name: PersonName.optional(),
      locale: Locale.optional(),
      timeZone: TimeZone.optional(),
    }),
    output: Profile,
    errors: [timeZoneUnknown],
  }),
  changeEmail: mutation({
    summary: "Move to another address; both are sent a link, and both must be opened",
    access: withAccount,
    fresh: true,
    limit: "sign_in",
    input: z.object({ email: Email, password: Password }),
    output: z.object({ kind: z.literal("links_sent") }),
    errors: [passwordWrong, tooManyGuesses],
  }),
  confirmEmail: mutation({
    summary: "Agree to a change of address with the token of a mailed link",
    access: anyone,
    limit: "sign_in",
    idempotency: "none",
    input: z.object({ token: OpaqueToken }),
    output: z.object({ kind: z.enum(["waiting_for_other", "changed"]) }),
    errors: [linkUnusable],
  }),
  export: mutation({
    summary: "Everything that is kept about this account",
    access: withAccount,
    fresh: true,
    limit: "sign_in",
    idempotency: "none",
    sensitive: true,
    input: z.object({ password: Password }),
    output: z
      .object({ exportedAt: moment, account: z.json().meta({ id: "AccountData" }) })
      .meta({ id: "ProfileExport" }),
    errors: [passwordWrong, tooManyGuesses],
  }),
  close: mutation({
    summary: "Close this account; what is personal is erased",
    access: withAccount,
    fresh: true,
    limit: "sign_in",
    input: z.object({ password: Password }),
    output: z.void(),
    errors: [passwordWrong, lastAdmin, tooManyGuesses],
  }),
};
