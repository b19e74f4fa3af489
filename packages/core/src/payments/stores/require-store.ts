import { type Permission, storeUnknown } from "@mainstay/contracts";
import { stores, type Tx } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import type { StoreRow } from "./store-view.ts";

type Asked<C extends Ctx<typeof storeUnknown.reason>["db"]> = Pick<
  Ctx<typeof storeUnknown.reason, C>,
  "db" | "actor" | "fail"
>;

/** The store, or the call ends as if there were none: also where it is somebody else's. */
export async function requireStore(
  ctx: Asked<Ctx["db"]>,
  storeId: string,
  permission: Permission,
): Promise<StoreRow> {
  const [row] = await ctx.db.select().from(stores).where(eq(stores.id, storeId));
  return seen(ctx, storeId, permission, row);
}

/** One change after the other; orders are made meanwhile. */
export async function lockStore(
  ctx: Asked<Tx>,
  storeId: string,
  permission: Permission,
): Promise<StoreRow> {
  const [row] = await ctx.db
    .select()
    .from(stores)
    .where(eq(stores.id, storeId))
    .for("no key update");
  return seen(ctx, storeId, permission, row);
}

const seen = (
  { actor, fail }: Pick<Asked<Tx>, "actor" | "fail">,
  storeId: string,
  permission: Permission,
  row: StoreRow | undefined,
): StoreRow =>
  row && actor.may(permission, { kind: "merchant", id: row.merchantId })
    ? row
    : fail(storeUnknown({ storeId }));
