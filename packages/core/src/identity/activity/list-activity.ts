import type { activity } from "@mainstay/contracts";
import { auditRows } from "@mainstay/db";
import { and, desc, eq, isNull, lt } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { idOfCursor, pageOf } from "../../page.ts";

/** How the audit names that support looked at an account. */
const signedInAs = "identity.accounts.signInAs";

/** What the account did, and that somebody looked at it as its owner sees it. */
export const listActivity: UseCase<typeof activity.list> = async (ctx, { cursor, limit }) => {
  const own = `account:${ctx.actor.session.accountId}`;
  const after = idOfCursor(cursor);
  const before = after === null ? undefined : lt(auditRows.id, after);
  // Two reads, each along its index: one with an `or` walks the whole audit for quiet accounts.
  const newest = (which: ReturnType<typeof and>) =>
    ctx.db
      .select({
        id: auditRows.id,
        at: auditRows.at,
        actor: auditRows.actor,
        action: auditRows.action,
        target: auditRows.target,
        outcome: auditRows.outcome,
        ip: auditRows.ip,
      })
      .from(auditRows)
      .where(and(which, before))
      .orderBy(desc(auditRows.id))
      .limit(limit + 1);
  const [did, wasLookedAt] = await Promise.all([
    newest(and(eq(auditRows.actor, own), isNull(auditRows.realActor))),
    newest(and(eq(auditRows.target, own), eq(auditRows.action, signedInAs))),
  ]);
  const rows = [...did, ...wasLookedAt].toSorted((a, b) => (a.id < b.id ? 1 : -1));
  return pageOf(rows, limit, ({ actor, ...row }) => ({
    ...row,
    at: row.at.toISOString(),
    // Where support sits is not the owner's to know.
    ip: actor === own ? row.ip : null,
  }));
};
