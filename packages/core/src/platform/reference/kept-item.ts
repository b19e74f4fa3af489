import type { ItemKind, KeptItem } from "@mainstay/contracts";
import {
  type banks,
  type countries,
  type currencies,
  type networks,
  type paymentMethods,
  type Tx,
} from "@mainstay/db";
import { sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { wakeReference } from "./reference-reader.ts";

interface Rows {
  readonly currency: typeof currencies.$inferSelect;
  readonly network: typeof networks.$inferSelect;
  readonly country: typeof countries.$inferSelect;
  readonly bank: typeof banks.$inferSelect;
  readonly payment_method: typeof paymentMethods.$inferSelect;
}
type Kept<K extends ItemKind> = Extract<KeptItem, { item: K }>;

/** A row as administrators see it. */
export function keptItem<K extends ItemKind>(item: K, row: Rows[K]): Kept<K> {
  const { changedAt, changedBy, ...told } = row;
  const changed = { at: changedAt.toISOString(), by: changedBy };
  // For each kind its row has the fields of its view; the compiler does not follow that through `K`.
  return { item, ...told, changed } as unknown as Kept<K>;
}

/** One save of a code after the other, so that the audit says from what to what. */
export const lockItem = (tx: Tx, item: ItemKind, code: string): Promise<unknown> =>
  tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`reference:${item}:${code}`}, 0))`,
  );

export const changedNow = (ctx: Pick<Ctx, "clock" | "actor">) => ({
  changedAt: ctx.clock.now(),
  changedBy: ctx.actor.name,
});

/** Tells the audit and every process, and answers with what stands now. */
export function saved<K extends ItemKind>(
  ctx: Pick<Ctx<never, Tx>, "db" | "audit">,
  item: K,
  before: Rows[K] | undefined,
  after: Rows[K],
): Kept<K> {
  wakeReference(ctx.db);
  ctx.audit({
    target: `${item}:${after.code}`,
    changes: { from: before ? audited(before) : null, to: audited(after) },
  });
  return keptItem(item, after);
}

/** Without its code, which is the target. */
const audited = <R extends Rows[ItemKind]>(row: R): object => {
  const { code: _code, changedAt: _at, changedBy: _by, ...told } = row;
  return told;
};
