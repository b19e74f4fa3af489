import { z } from "zod";
import { permission } from "../access.ts";
import { query } from "../define.ts";
import { job } from "../job.ts";
import { page, pageInput } from "../page.ts";
import { setting } from "../setting.ts";

const readReconciliations = permission("ledger.reconciliations.read", { roles: ["support"] });

export const Reconciliation = z
  .object({
    id: z.uuid(),
    startedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime(),
    by: z.string().meta({ examples: ["system", "system:cli"] }),
    clean: z.boolean(),
    found: z.int().describe("How many faults there are; the first hundred are listed."),
    findings: z.array(
      z
        .object({
          check: z.string().meta({ examples: ["balance"] }),
          subject: z.string().describe("What is wrong."),
          problem: z.string().describe("In what way."),
        })
        .meta({ id: "LedgerFinding" }),
    ),
    accounts: z.string().describe("How many were looked at."),
    transfers: z.string().describe("How many were looked at."),
  })
  .meta({ id: "LedgerReconciliation" });

export const reconciliationDays = setting("ledger.reconciliation_days", {
  schema: z.int().min(1).max(3_650),
  default: 400,
  description: "For how many days it is kept what each look through the books found.",
});

export const reconciliations = {
  list: query({
    summary: "What each look through the books found, newest first",
    access: readReconciliations,
    input: z.object({ ...pageInput, clean: z.boolean().optional() }),
    output: page(Reconciliation),
    rest: { method: "GET", path: "/ledger/reconciliations" },
  }),
};

export const reconcileLedger = job("ledger.reconcile", {
  queue: "ledger",
  summary: "Look through the books, and tell administrators where they are not clean",
  payload: z.object({}),
  attempts: 2,
  timeoutMs: 30 * 60_000,
  schedule: { everyMs: 60 * 60_000 },
});
