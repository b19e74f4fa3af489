import { accounts, grants, type Tx } from "@mainstay/db";
import { and, eq, isNull } from "drizzle-orm";

/**
 * Whether nobody else could administer. It locks all who can: of two administrators who take each other's
 * role away at once, the second waits here and then finds itself the last.
 */
export async function isLastAdmin(tx: Tx, accountId: string): Promise<boolean> {
  const admins = await tx
    .select({ id: accounts.id })
    .from(grants)
    .innerJoin(accounts, eq(accounts.id, grants.accountId))
    .where(and(eq(grants.role, "admin"), isNull(grants.scopeKind), eq(accounts.status, "active")))
    .orderBy(accounts.id)
    .for("update");
  return admins.length === 1 && admins[0]?.id === accountId;
}
