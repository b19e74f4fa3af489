import { type Db, type DbOrTx, payIns, paymentSessions, stores, type Tx } from "@mainstay/db";
import { and, asc, eq, sql } from "drizzle-orm";
import type { VisitorActor } from "../../actor.ts";
import type { PayInRow } from "../pay-ins/pay-in-row.ts";
import type { StoreRow } from "../stores/store-view.ts";

export type SessionRow = typeof paymentSessions.$inferSelect;

export interface Visit {
  readonly session: SessionRow;
  readonly store: StoreRow;
  /** Its tries, the last one at the end. */
  readonly orders: readonly PayInRow[];
  /** The database's time: deadlines are by it. */
  readonly at: Date;
}

/** As it is now. A visitor's token was just found with its session, and sessions stay. */
export async function readVisit(db: Db, { visitor }: VisitorActor): Promise<Visit> {
  const [row] = await sessionWithStore(db, visitor.id);
  return row ? { ...row, orders: await triesOf(db, visitor.id) } : gone(visitor.id);
}

/** The session before its orders, and all until the transaction ends: one page's clicks follow one another. */
export async function lockVisit(tx: Tx, { visitor }: VisitorActor): Promise<Visit> {
  const [row] = await sessionWithStore(tx, visitor.id).for("update", { of: paymentSessions });
  return row ? { ...row, orders: await triesOf(tx, visitor.id).for("update") } : gone(visitor.id);
}

const sessionWithStore = (db: DbOrTx, id: string) =>
  db
    .select({
      session: paymentSessions,
      store: stores,
      at: sql<Date>`now()`.mapWith(paymentSessions.createdAt),
    })
    .from(paymentSessions)
    .innerJoin(stores, eq(stores.id, paymentSessions.storeId))
    .where(eq(paymentSessions.id, id));

const triesOf = (db: DbOrTx, sessionId: string) =>
  db.select().from(payIns).where(eq(payIns.sessionId, sessionId)).orderBy(asc(payIns.attempt));

function gone(id: string): never {
  throw new Error(`the payment session ${id} is gone`);
}

/** The store's session by this reference. */
export async function sessionWith(
  tx: Tx,
  storeId: string,
  reference: string,
): Promise<string | null> {
  const [row] = await tx
    .select({ id: paymentSessions.id })
    .from(paymentSessions)
    .where(and(eq(paymentSessions.storeId, storeId), eq(paymentSessions.reference, reference)));
  return row?.id ?? null;
}
