import type { Scope } from "@mainstay/contracts";
import { accounts, grants, type Tx } from "@mainstay/db";
import { and, eq, isNotNull } from "drizzle-orm";
import type { Recipient } from "../../platform/index.ts";

/** Whoever holds a role within it now, each once. */
export async function scopeRecipients(tx: Tx, { kind, id }: Scope): Promise<Recipient[]> {
  const rows = await tx
    .selectDistinct({
      accountId: accounts.id,
      email: accounts.email,
      locale: accounts.locale,
      timeZone: accounts.timeZone,
    })
    .from(grants)
    .innerJoin(accounts, eq(accounts.id, grants.accountId))
    .where(
      and(
        eq(grants.scopeKind, kind),
        eq(grants.scopeId, id),
        eq(accounts.status, "active"),
        isNotNull(accounts.email),
      ),
    );
  return rows.flatMap(({ email, ...row }) => (email === null ? [] : { ...row, email }));
}
