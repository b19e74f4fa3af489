import { apiKeys, type Db } from "@mainstay/db";
import { and, eq, isNull, lt, or } from "drizzle-orm";

const notedEveryMs = 60_000;

/** For the list of keys; outside the call's way, and not with each call. */
export async function noteKeyUse(
  db: Db,
  { id, ip, now }: { id: string; ip: string | null; now: Date },
): Promise<void> {
  const recently = new Date(now.getTime() - notedEveryMs);
  await db
    .update(apiKeys)
    .set({ lastUsedAt: now, lastUsedFrom: ip })
    .where(
      and(eq(apiKeys.id, id), or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, recently))),
    );
}
