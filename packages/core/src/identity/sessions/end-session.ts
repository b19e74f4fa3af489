import type { Tx } from "@mainstay/db";
import { dropAccess } from "../access/drop-access.ts";
import { endLooksOf, endSession as endOne } from "../lucia/lucia-sessions.ts";

/** With one's own session end those in which one looks at others: nobody looks who is not signed in. */
export async function endSession(tx: Tx, publicId: string): Promise<void> {
  for (const { accountId, realAccountId } of await endOne(tx, publicId)) {
    dropAccess(tx, accountId);
    if (realAccountId !== null) continue;
    for (const looked of await endLooksOf(tx, accountId)) dropAccess(tx, looked.accountId);
  }
}
