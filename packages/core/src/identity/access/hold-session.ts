import { accounts, prepared, sessions, type Tx } from "@mainstay/db";
import { and, eq, sql } from "drizzle-orm";

/**
 * Keeps a session as it is until the end of the transaction: what ends it meanwhile, such as a new password
 * or a block, comes after it. False where it has ended already.
 */
export async function holdSession(tx: Tx, sessionId: string): Promise<boolean> {
  const held = await prepared(tx, "identity_hold_session", (on) =>
    on
      .select({ id: sessions.publicId })
      .from(sessions)
      .innerJoin(accounts, eq(accounts.id, sessions.userId))
      .where(
        and(eq(sessions.publicId, sql.placeholder("sessionId")), eq(accounts.status, "active")),
      )
      .for("share", { of: sessions }),
  ).execute({ sessionId });
  return held.length > 0;
}
