import { z } from "zod";
import { permission } from "../access.ts";
import { mutation, query } from "../define.ts";
import { Money } from "../money.ts";
import { page, pageInput } from "../page.ts";
import { reason } from "../reason.ts";
import { journalKind } from "./chart.ts";
import { amountTooPrecise, postingErrors } from "./posting.ts";

const readAdjustments = permission("ledger.adjustments.read", { roles: ["support"] });
const proposeAdjustments = permission("ledger.adjustments.propose", { roles: [] });
const decideAdjustments = permission("ledger.adjustments.decide", { roles: [] });

const side = z
  .object({
    account: z
      .string()
      .max(100)
      .meta({
        description: "A purpose of the chart of accounts.",
        examples: ["platform.external"],
      }),
    ownerId: z.uuid().optional().describe("Whose; not needed for the platform's own."),
  })
  .meta({ id: "AdjustmentSide" });
const leg = z.object({ debit: side, credit: side, money: Money }).meta({
  id: "AdjustmentLeg",
  examples: [
    {
      debit: { account: "platform.adjustments" },
      credit: { account: "platform.external" },
      money: { amount: "12.50", currency: "USDT" },
    },
  ],
});

export const Adjustment = z
  .object({
    id: z.uuid().describe("Its journal's too."),
    reason: z.string(),
    legs: z.array(leg),
    state: z.enum(["proposed", "approved", "rejected"]),
    proposed: z.object({ by: z.string(), at: z.iso.datetime() }),
    decided: z
      .object({ by: z.string(), at: z.iso.datetime(), why: z.string().nullable() })
      .nullable(),
  })
  .meta({ id: "LedgerAdjustment" });

const aboutAdjustment = z.object({ adjustmentId: z.string() });
export const adjustmentUnknown = reason("ledger.adjustment_unknown", {
  kind: "not_found",
  message: "There is no adjustment {adjustmentId}.",
  details: aboutAdjustment,
});
export const adjustmentDecided = reason("ledger.adjustment_decided", {
  kind: "conflict",
  message: "The adjustment {adjustmentId} is {state} already.",
  details: aboutAdjustment.extend({ state: z.string() }),
});
export const adjustmentOwn = reason("ledger.adjustment_own", {
  kind: "precondition",
  message: "You proposed this adjustment; somebody else must approve it.",
  details: z.object({}),
});
export const adjustmentAccountUnknown = reason("ledger.adjustment_account_unknown", {
  kind: "invalid",
  message:
    "The chart of accounts has no {account}, or it has owners and none is named; docs/ledger.md lists them.",
  details: z.object({ account: z.string() }),
});

export const adjustmentOwnerUnfit = reason("ledger.adjustment_owner_unfit", {
  kind: "invalid",
  message: "{account} is the platform's own; leave ownerId out.",
  details: z.object({ account: z.string() }),
});

export const ledgerAdjustment = journalKind("ledger.adjustment", {
  when: "an administrator corrected the books by hand, and another approved it; between any accounts",
  legs: [],
});

const why = z.string().trim().min(3).max(1_000);
const one = z.object({ adjustmentId: z.uuid() });

export const adjustments = {
  list: query({
    summary: "Adjustments, newest first",
    access: readAdjustments,
    input: z.object({
      ...pageInput,
      state: z.enum(["proposed", "approved", "rejected"]).optional(),
    }),
    output: page(Adjustment),
    rest: { method: "GET", path: "/ledger/adjustments" },
  }),
  get: query({
    summary: "One adjustment",
    access: readAdjustments,
    input: one,
    output: Adjustment,
    errors: [adjustmentUnknown],
    rest: { method: "GET", path: "/ledger/adjustments/{adjustmentId}" },
  }),
  propose: mutation({
    summary: "Propose a correction of the books",
    description: "Nothing moves until somebody else approves it.",
    access: proposeAdjustments,
    fresh: true,
    limit: "money",
    input: z.object({ reason: why, legs: z.array(leg).min(1).max(20) }),
    output: Adjustment,
    errors: [adjustmentAccountUnknown, adjustmentOwnerUnfit, amountTooPrecise, ...postingErrors],
    rest: { method: "POST", path: "/ledger/adjustments" },
  }),
  approve: mutation({
    summary: "Approve a correction that somebody else proposed; it moves the money",
    access: decideAdjustments,
    fresh: true,
    limit: "money",
    input: one,
    output: Adjustment,
    errors: [
      adjustmentUnknown,
      adjustmentDecided,
      adjustmentOwn,
      adjustmentAccountUnknown,
      adjustmentOwnerUnfit,
      amountTooPrecise,
      ...postingErrors,
    ],
    rest: { method: "POST", path: "/ledger/adjustments/{adjustmentId}/approve" },
  }),
  reject: mutation({
    summary: "Reject a correction, or take back one's own",
    access: decideAdjustments,
    fresh: true,
    limit: "money",
    input: one.extend({ why }),
    output: Adjustment,
    errors: [adjustmentUnknown, adjustmentDecided],
    rest: { method: "POST", path: "/ledger/adjustments/{adjustmentId}/reject" },
  }),
};
