import { z } from "zod";
import { permission } from "../access.ts";
import { query } from "../define.ts";
import { job } from "../job.ts";
import { AskedMoment } from "../moment.ts";
import { page, pageInput } from "../page.ts";

const readAudit = permission("platform.audit.read", { roles: [] });

const named = z.string().min(1).max(200).optional();

const filter = {
  actor: named.describe("As the items name it."),
  action: named.describe("One procedure."),
  target: named.describe("As the items name it."),
  from: AskedMoment.optional().describe("Not before this."),
  to: AskedMoment.optional().describe("Before this."),
};

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
      ...filter,
    }),
    output: page(AuditItem),
    rest: { method: "GET", path: "/audit" },
  }),
  export: query({
    summary: "The same as CSV, oldest first, to be gone on with from where it ended",
    description:
      "Ask again with `after` for as long as there is `more`, and put the texts together: the first has the header. Kept, the last position says where tomorrow's export begins; nothing is left out that was committed late. What a table program would run as a formula has an apostrophe before it, also after a semicolon, a tab or a line break inside of a text.",
    access: readAudit,
    input: z.object({
      after: z.int().min(0).default(0).describe("The position that the last one ended with."),
      limit: z.int().min(1).max(1_000).default(500),
      ...filter,
    }),
    output: z
      .object({ csv: z.string(), rows: z.int(), position: z.int(), more: z.boolean() })
      .meta({ id: "AuditExport" }),
    rest: { method: "GET", path: "/audit/export" },
  }),
};

export const sealAudit = job("platform.seal_audit", {
  queue: "platform",
  summary: "Chain the hashes of what the audit gained, so that no change of it goes unnoticed",
  payload: z.object({}),
  schedule: { everyMs: 60_000 },
});
