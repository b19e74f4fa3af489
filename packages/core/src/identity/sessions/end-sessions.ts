import type { Tx } from "@mainstay/db";
import { dropAccess } from "../access/drop-access.ts";
import { endSessionsOf } from "../lucia/lucia-sessions.ts";

/** Signs an account out everywhere, or everywhere else; answers with how many sessions that were. */
export async function endSessions(
  tx: Tx,
  accountId: string,
  { except }: { except?: string } = {},
): Promise<number> {
  const ended = await endSessionsOf(tx, accountId, except);
  dropAccess(tx, accountId);
  // Where it looked at others, or was looked at, streams that watch the other account end too.
  for (const { accountId: viewed } of ended) dropAccess(tx, viewed);
  return ended.length;
}
