import { fraudEntryLifted, fraudEntryUnknown, type payments } from "@mainstay/contracts";
import { fraudEntries } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { type EntryRow, entryView } from "./entry-view.ts";

export const liftEntry: UseCase<typeof payments.fraud.lift> = async (ctx, { entryId, why }) => {
  const target = `fraud_entry:${entryId}`;
  ctx.audit({ target });
  const [found] = await ctx.db
    .select()
    .from(fraudEntries)
    .where(eq(fraudEntries.id, entryId))
    .for("update");
  const listed = found ?? ctx.fail(fraudEntryUnknown({ entryId }));
  if (listed.liftedAt !== null) ctx.fail(fraudEntryLifted({ entryId }));
  const now = ctx.clock.now();
  const row: EntryRow = { ...listed, liftedBy: ctx.actor.owner, liftedAt: now };
  await ctx.db
    .update(fraudEntries)
    .set({ liftedBy: row.liftedBy, liftedAt: row.liftedAt })
    .where(eq(fraudEntries.id, entryId));
  ctx.audit({ target, changes: { kind: row.kind, label: row.label, why } });
  return entryView(row, now);
};
