import { type Db, outbox, type Tx, transaction } from "@mainstay/db";
import { and, eq, inArray, sql } from "drizzle-orm";

/** A row of the outbox, as a delivered job names it. */
export interface PromiseRef {
  readonly id: string;
  readonly generation: number;
}

/** Nothing is to be done any more: it is done, or discarded, or was deleted long after. */
export async function hasEnded(db: Db | Tx, promise: PromiseRef, lock = false): Promise<boolean> {
  const query = db.select({ state: outbox.state }).from(outbox).where(eq(outbox.id, promise.id));
  const [row] = await (lock ? query.for("update") : query);
  return row === undefined || row.state === "done" || row.state === "discarded";
}

/**
 * The effect and the mark that it happened, in one transaction. The row's lock makes a second run of the
 * same job wait, and then find it done.
 */
export const keepOnce = <T>(
  db: Db,
  promise: PromiseRef,
  effect: (tx: Tx) => Promise<T>,
): Promise<T | undefined> =>
  transaction(db, async (tx) => {
    if (await hasEnded(tx, promise, true)) return undefined;
    const result = await effect(tx);
    await markDone(tx, promise);
    return result;
  });

export async function markDone(db: Db | Tx, promise: PromiseRef): Promise<void> {
  await db
    .update(outbox)
    .set({ state: "done", endedAt: sql`now()`, error: null })
    .where(and(eq(outbox.id, promise.id), inArray(outbox.state, ["pending", "moved", "failed"])));
}

/** Given up for good. A run of an older generation has no say. */
export async function failPromise(db: Db, promise: PromiseRef, error: string): Promise<void> {
  await db
    .update(outbox)
    .set({ state: "failed", endedAt: sql`now()`, error })
    .where(
      and(
        eq(outbox.id, promise.id),
        eq(outbox.generation, promise.generation),
        inArray(outbox.state, ["pending", "moved"]),
      ),
    );
}
