import { z } from "zod";
import { Audience, sessionLimits, withAccount } from "../access.ts";
import { mutation, query } from "../define.ts";
import { page, pageInput } from "../page.ts";
import { reason } from "../reason.ts";
import { moment, Place } from "./account.ts";

export const sessionMissing = reason("identity.session_missing", {
  kind: "not_found",
  message: "There is no session {sessionId} of this account.",
  details: z.object({ sessionId: z.string() }),
});

export const SessionView = z
  .object({
    id: z.uuid(),
    current: z.boolean(),
    audience: Audience,
    createdAt: moment,
    seenAt: moment,
    expiresAt: moment,
    ip: z.string().nullable(),
    browser: z.string().nullable(),
    system: z.string().nullable(),
    place: Place,
    signedInAs: z.boolean().describe("Support looks at the account; it can change nothing."),
  })
  .meta({ id: "Session" });

export const sessions = {
  list: query({
    summary: "Where this account is signed in",
    access: withAccount,
    input: z.object(pageInput),
    output: page(SessionView),
  }),
  revoke: mutation({
    summary: "End one session of this account",
    access: withAccount,
    fresh: true,
    limit: "write",
    whileLimited: sessionLimits,
    input: z.object({ sessionId: z.uuid() }),
    output: z.void(),
    errors: [sessionMissing],
  }),
  revokeOthers: mutation({
    summary: "End every session of this account but this one",
    access: withAccount,
    fresh: true,
    limit: "write",
    whileLimited: sessionLimits,
    output: z.object({ ended: z.int() }),
  }),
};
