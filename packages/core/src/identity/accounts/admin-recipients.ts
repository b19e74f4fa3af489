import { accounts, grants, type Tx } from "@mainstay/db";
import { and, eq, isNotNull, isNull } from "drizzle-orm";
import type { Recipient } from "../../platform/index.ts";

/** Whoever is an administrator now. */
export async function adminRecipients(tx: Tx): Promise<Recipient[]> {
  const rows = await tx
    .select({
      accountId: accounts.id,
      email: accounts.email,
      locale: accounts.locale,
      timeZone: accounts.timeZone,
    })
    .from(grants)
    .innerJoin(accounts, eq(accounts.id, grants.accountId))
    .where(
      and(
        eq(grants.role, "admin"),
        isNull(grants.scopeKind),
        eq(accounts.status, "active"),
        isNotNull(accounts.email),
      ),
    );
  return rows.flatMap(({ email, ...row }) => (email === null ? [] : { ...row, email }));
}
