import { z } from "zod";
import { Audience, permission, Role, Scope } from "../access.ts";
import { mutation, query } from "../define.ts";
import { page, pageInput } from "../page.ts";
import { reason } from "../reason.ts";
import {
  accountMissing,
  accountOutOfReach,
  Email,
  Grant,
  Locale,
  moment,
  PersonName,
  TimeZone,
} from "./account.ts";
import { RefreshAnswer } from "./auth.ts";
import { lastAdmin, timeZoneUnknown } from "./profile.ts";

export const readAccounts = permission("identity.accounts.read", { roles: ["support"] });
export const createAccounts = permission("identity.accounts.create", { roles: [] });
export const blockAccounts = permission("identity.accounts.block", { roles: ["support"] });
export const grantRoles = permission("identity.accounts.grant", { roles: [] });
export const signInAs = permission("identity.accounts.sign_in_as", { roles: ["support"] });

export const emailTaken = reason("identity.email_taken", {
  kind: "conflict",
  message: "There is an account with this address: {accountId}.",
  details: z.object({ accountId: z.uuid() }),
});
export const grantUnfit = reason("identity.grant_unfit", {
  kind: "invalid",
  message: "The role {role} is granted only here: {within}.",
  details: z.object({ role: Role, within: z.array(z.string()) }),
});
export const grantMissing = reason("identity.grant_missing", {
  kind: "not_found",
  message: "There is no grant {grantId}.",
  details: z.object({ grantId: z.string() }),
});
export const accountClosed = reason("identity.account_closed", {
  kind: "precondition",
  message: "The account {accountId} is closed; nothing can be done with it any more.",
  details: z.object({ accountId: z.string() }),
});
export const accountIsBlocked = reason("identity.account_is_blocked", {
  kind: "precondition",
  message: "The account {accountId} is blocked; unblock it first.",
  details: z.object({ accountId: z.string() }),
});
export const ownAccount = reason("identity.own_account", {
  kind: "precondition",
  message: "Nobody can do this to their own account; ask another administrator.",
});
export const audienceMissing = reason("identity.audience_missing", {
  kind: "precondition",
  message: "The account {accountId} may not sign in at the door {audience}.",
  details: z.object({ accountId: z.string(), audience: Audience }),
});

export const AccountStatus = z.enum(["active", "blocked", "closed"]);
export const AccountView = z
  .object({
    id: z.uuid(),
    email: z.string().nullable().describe("Null once closed."),
    name: z.string(),
    locale: Locale,
    timeZone: z.string(),
    status: AccountStatus,
    blockedReason: z.string().nullable(),
    audiences: z.array(Audience),
    grants: z.array(Grant),
    secondFactor: z.boolean(),
    factorResetAt: moment.nullable().describe("When a reset that is under way takes effect."),
    createdAt: moment,
    lastSignInAt: moment.nullable(),
  })
  .meta({ id: "Account" });

const about = { accountId: z.uuid() };
/** The answers hold an address and a name, which closing an account could not take out of stored ones. */
const change = { fresh: true, limit: "write", sensitive: true } as const;

export const accounts = {
  create: mutation({
    ...change,
    summary: "Make an account; its address gets an invitation to set a password",
    access: createAccounts,
    input: z.object({
      email: Email,
      name: PersonName,
      locale: Locale.default("en"),
      timeZone: TimeZone.default("UTC"),
      grants: z.array(z.object({ role: Role, scope: Scope.nullable() })).max(20),
    }),
    output: AccountView,
    errors: [emailTaken, grantUnfit, timeZoneUnknown],
  }),
  search: query({
    summary: "Accounts by part of name or address, role, status; newest first",
    access: readAccounts,
    input: z.object({
      ...pageInput,
      text: z.string().trim().min(1).max(100).optional(),
      role: Role.optional(),
      status: AccountStatus.optional(),
    }),
    output: page(AccountView),
    sensitive: true,
  }),
  get: query({
    summary: "One account",
    access: readAccounts,
    input: z.object(about),
    output: AccountView,
    errors: [accountMissing],
  }),
  block: mutation({
    ...change,
    summary: "Block an account; its sessions end",
    access: blockAccounts,
    input: z.object({ ...about, reason: z.string().trim().min(1).max(500) }),
    output: AccountView,
    errors: [accountMissing, accountOutOfReach, accountClosed, ownAccount, lastAdmin],
  }),
  unblock: mutation({
    ...change,
    summary: "Unblock an account",
    access: blockAccounts,
    input: z.object(about),
    output: AccountView,
    errors: [accountMissing, accountOutOfReach, accountClosed, ownAccount],
  }),
  grant: mutation({
    ...change,
    summary: "Give an account a role, everywhere or within one scope",
    access: grantRoles,
    input: z.object({ ...about, role: Role, scope: Scope.nullable() }),
    output: AccountView,
    errors: [accountMissing, accountClosed, grantUnfit, ownAccount],
  }),
  revoke: mutation({
    ...change,
    summary: "Take a grant away",
    access: grantRoles,
    input: z.object({ grantId: z.uuid() }),
    output: AccountView,
    errors: [grantMissing, ownAccount, lastAdmin],
  }),
  signInAs: mutation({
    ...change,
    summary: "Look at an account as its owner sees it; nothing can be changed",
    description:
      "The session lasts half an hour at most, stands in the audit and is mailed to the owner.",
    access: signInAs,
    idempotency: "none",
    input: z.object({ ...about, audience: Audience, reason: z.string().trim().min(1).max(500) }),
    output: RefreshAnswer.omit({ refreshToken: true }).meta({ id: "SignInAsAnswer" }),
    errors: [
      accountMissing,
      accountOutOfReach,
      accountClosed,
      accountIsBlocked,
      ownAccount,
      audienceMissing,
    ],
  }),
};
