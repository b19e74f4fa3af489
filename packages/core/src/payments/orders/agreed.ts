import {
  amountOutOfLimits,
  amountTooPrecise,
  type currencyUnknown,
  methodNotOffered,
  type Money,
  type Permission,
  storeNotTaking,
  storeUnknown,
} from "@mainstay/contracts";
import { merchants, stores, storeTerms, type Tx } from "@mainstay/db";
import { and, eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { decimalOf, minorUnits } from "../../money.ts";
import { requireCurrency } from "../../platform/index.ts";
import type { StoreRow } from "../stores/store-view.ts";

type TermsRow = typeof storeTerms.$inferSelect;

/** A store that takes new orders, or the call ends: also where it is somebody else's. */
export async function requireTakingStore(
  ctx: Pick<
    Ctx<typeof storeUnknown.reason | typeof storeNotTaking.reason, Tx>,
    "db" | "actor" | "fail"
  >,
  storeId: string,
  permission: Permission,
): Promise<StoreRow> {
  const found = await storeWithState(ctx.db, storeId);
  const scope = { kind: "merchant", id: found?.store.merchantId ?? "" } as const;
  if (!found || !ctx.actor.may(permission, scope)) return ctx.fail(storeUnknown({ storeId }));
  return found.taking ? found.store : ctx.fail(storeNotTaking({ storeId }));
}

/** The same of a store that there is, for whoever was let in to it. */
export async function requireOpenStore(
  ctx: Pick<Ctx<typeof storeNotTaking.reason, Tx>, "db" | "fail">,
  storeId: string,
): Promise<StoreRow> {
  const found = await storeWithState(ctx.db, storeId);
  return found?.taking ? found.store : ctx.fail(storeNotTaking({ storeId }));
}

async function storeWithState(tx: Tx, storeId: string) {
  const [found] = await tx
    .select({ store: stores, merchantState: merchants.state })
    .from(stores)
    .innerJoin(merchants, eq(merchants.id, stores.merchantId))
    .where(eq(stores.id, storeId));
  if (!found) return null;
  const { store, merchantState } = found;
  return { store, taking: store.state === "active" && merchantState === "active" };
}

export async function requireTerms(
  ctx: Pick<Ctx<typeof methodNotOffered.reason, Tx>, "db" | "fail">,
  asked: Pick<TermsRow, "storeId" | "direction" | "currency" | "method">,
): Promise<TermsRow> {
  const { currency, method } = asked;
  const [terms] = await ctx.db
    .select()
    .from(storeTerms)
    .where(
      and(
        eq(storeTerms.storeId, asked.storeId),
        eq(storeTerms.direction, asked.direction),
        eq(storeTerms.currency, currency),
        eq(storeTerms.method, method),
        eq(storeTerms.active, true),
      ),
    );
  return terms ?? ctx.fail(methodNotOffered({ currency, method }));
}

/** What is asked for in the smallest unit, if it is within what was agreed. */
export async function amountWithin(
  ctx: Pick<
    Ctx<
      | typeof amountOutOfLimits.reason
      | typeof amountTooPrecise.reason
      | typeof currencyUnknown.reason
    >,
    "reference" | "fail"
  >,
  { amount: text, currency }: Money,
  { minAmount, maxAmount, method }: TermsRow,
): Promise<bigint> {
  const { digits } = await requireCurrency(ctx, currency);
  const amount =
    minorUnits(text, digits) ?? ctx.fail(amountTooPrecise({ amount: text, currency, digits }));
  if (amount < minAmount || amount > maxAmount) {
    const [least, most] = [decimalOf(minAmount, digits), decimalOf(maxAmount, digits)];
    ctx.fail(amountOutOfLimits({ least, most, currency, method }));
  }
  return amount;
}
