import { z } from "zod";
import { permission } from "../access.ts";
import { query } from "../define.ts";
import { job } from "../job.ts";
import { page, pageInput } from "../page.ts";

const readAudit = permission("platform.audit.read", { roles: [] });

const named = z.string().min(1).max(200).optional();

export const AuditItem = z
  .object({
    id: z.uuid(),
    at: z.iso.datetime(),
    actor: z.string().meta({ examples: ["account:0196f2a0-1111-7abc-8def-0123456789ab"] }),
    realActor: z
      .string()
      .nullable()
      .describe("Who it really was, where somebody acted as another."),
    action: z.string().describe("The procedure."),
    target: z.string().nullable().describe("What it was done to."),
    outcome: z.string().describe("`done`, or the reason of the refusal."),
    changes: z
      .json()
      .meta({ id: "AuditChanges" })
      .describe("What changed, or else what was asked; secrets and personal data are left out."),
    ip: z.string().nullable(),
    requestId: z.string(),
  })
  .meta({ id: "AuditItem" });

export const audit = {
  list: query({
    summary: "What was changed by whom, newest first",
    access: readAudit,
    input: z.object({
      ...pageInput,
      actor: named.describe("As the items name it."),
      action: named.describe("One procedure."),
      target: named.describe("As the items name it."),
      from: z.iso.datetime({ offset: true }).optional().describe("Not before this."),
      to: z.iso.datetime({ offset: true }).optional().describe("Before this."),
    }),
    output: page(AuditItem),
    rest: { method: "GET", path: "/audit" },
  }),
};

export const sealAudit = job("platform.seal_audit", {
  queue: "platform",
  summary: "Chain the hashes of what the audit gained, so that no change of it goes unnoticed",
  payload: z.object({}),
  schedule: { everyMs: 60_000 },
});
