import { type DbOrTx, feeds } from "@mainstay/db";
import { and, asc, eq, getTableName, gt, sql, type SQL } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";

/**
 * A table that is read by "what came after the last one I saw". Sequences and UUIDv7 are given out before
 * the commit, so a slow transaction's row would appear behind a reader's back. Here a row has no position
 * until it is committed; then one stamper at a time gives positions (stamp_feed in the migrations).
 */
export type FeedTable = PgTable & { id: PgColumn; position: PgColumn };

/** Stamps what has been committed since; true when there may be more. */
export async function stampFeed(db: DbOrTx, feed: FeedTable, atMost = 1_000): Promise<boolean> {
  const name = getTableName(feed);
  const { rows } = await db.execute<{ stamped: number }>(
    sql`select stamp_feed(${name}, ${name}::regclass, ${atMost}) as stamped`,
  );
  return rows[0]?.stamped === atMost;
}

/** The rows after a position, oldest first. */
export function readFeed<T extends FeedTable>(
  db: DbOrTx,
  feed: T,
  from: { after: number; where?: SQL | undefined; limit?: number },
): Promise<T["$inferSelect"][]> {
  return db
    .select()
    .from(feed as FeedTable)
    .where(and(gt(feed.position, from.after), from.where))
    .orderBy(asc(feed.position))
    .limit(from.limit ?? 200) as unknown as Promise<T["$inferSelect"][]>;
}

/**
 * The last position given out: where a reader starts who wants only what is to come. Everything up to it
 * is visible to who reads afterwards, and it stays when the rows have been swept.
 */
export async function endOfFeed(db: DbOrTx, feed: FeedTable): Promise<number> {
  const [row] = await db
    .select({ end: feeds.lastPosition })
    .from(feeds)
    .where(eq(feeds.feed, getTableName(feed)));
  return row?.end ?? 0;
}
