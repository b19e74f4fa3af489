import type { FraudEntry } from "@mainstay/contracts";
import type { fraudEntries } from "@mainstay/db";
import type { z } from "zod";

export type EntryRow = typeof fraudEntries.$inferSelect;

export const entryView = (row: EntryRow, now: Date): z.input<typeof FraudEntry> => ({
  id: row.id,
  kind: row.kind,
  label: row.label,
  why: row.why,
  by: row.by,
  at: row.at.toISOString(),
  until: row.until?.toISOString() ?? null,
  lifted:
    row.liftedBy === null || row.liftedAt === null
      ? null
      : { by: row.liftedBy, at: row.liftedAt.toISOString() },
  counts: row.liftedAt === null && (row.until === null || row.until > now),
});
