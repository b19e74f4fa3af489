import { fraudListed, manageFraud, type payments } from "@mainstay/contracts";
import { fraudEntries } from "@mainstay/db";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { v7 } from "uuid";
import type { CtxOf, UseCase } from "../../context.ts";
import { requireMerchant } from "../merchants/require-merchant.ts";
import { type EntryRow, entryView } from "./entry-view.ts";
import { type Subject, subjectOf } from "./subject-of.ts";

type Add = typeof payments.fraud.add;

const dayMs = 86_400_000;

export const addEntry: UseCase<Add> = async (ctx, { subject, why, days }) => {
  const id = v7();
  const target = `fraud_entry:${id}`;
  ctx.audit({ target });
  if (subject.kind === "payer") await requireMerchant(ctx, subject.merchantId, manageFraud);
  const listed = await subjectOf(ctx, subject);
  const at = ctx.clock.now();
  const until = days === undefined ? null : new Date(at.getTime() + days * dayMs);
  const by = ctx.actor.owner;
  await endOver(ctx, listed, at);
  // One that is kept by what the first release told it by is on the list as well.
  const before = await standingId(ctx, listed);
  if (before !== null) ctx.fail(fraudListed({ entryId: before }));
  const { kind, hashes, label } = listed;
  const row: EntryRow = {
    id,
    kind,
    hash: hashes[0],
    label,
    why,
    by,
    at,
    until,
    liftedBy: null,
    liftedAt: null,
  };
  const { rowCount } = await ctx.db
    .insert(fraudEntries)
    .values(row)
    .onConflictDoNothing({
      target: [fraudEntries.kind, fraudEntries.hash],
      where: sql`${fraudEntries.liftedAt} is null`,
    });
  if (rowCount !== 1) ctx.fail(fraudListed({ entryId: (await standingId(ctx, listed)) ?? "" }));
  ctx.audit({ target, changes: { kind, label, until, why } });
  return entryView(row, at);
};

const standing = ({ kind, hashes }: Subject) =>
  and(
    eq(fraudEntries.kind, kind),
    inArray(fraudEntries.hash, [...hashes]),
    isNull(fraudEntries.liftedAt),
  );

/** There is one place on the list for each, and one that is over gives it up. */
async function endOver({ db }: CtxOf<Add>, listed: Subject, at: Date): Promise<void> {
  await db
    .update(fraudEntries)
    .set({ liftedBy: "system:over", liftedAt: at })
    .where(and(standing(listed), sql`${fraudEntries.until} <= ${at.toISOString()}::timestamptz`));
}

async function standingId({ db }: CtxOf<Add>, listed: Subject): Promise<string | null> {
  const [row] = await db.select({ id: fraudEntries.id }).from(fraudEntries).where(standing(listed));
  return row?.id ?? null;
}
