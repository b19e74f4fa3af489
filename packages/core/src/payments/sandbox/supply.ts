import {
  type payments,
  rateSameCurrency,
  requisiteMethodUnfit,
  settlementCurrency,
  useSandbox,
} from "@mainstay/contracts";
import { merchants } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { CtxOf, UseCase } from "../../context.ts";
import { decimalOf } from "../../money.ts";
import { requireMethod } from "../require-method.ts";
import { isNumberKind } from "../requisites/number.ts";
import { settlementOf } from "../settlement.ts";
import { lockStore } from "../stores/require-store.ts";
import { requireSandbox } from "./require-sandbox.ts";
import { supplyCollateral } from "./supply-collateral.ts";
import { supplyPlace } from "./supply-place.ts";
import { supplyRate } from "./supply-rate.ts";
import { supplyRequisite } from "./supply-requisite.ts";
import { supplyTerms } from "./supply-terms.ts";
import { supplyTrader } from "./supply-trader.ts";

type Supply = typeof payments.sandbox.supply;

/** What is there stays as it is, so that a second call finds all of it and makes nothing. */
export const supply: UseCase<Supply> = async (ctx, input) => {
  requireSandbox(ctx);
  const { storeId, currency, method } = input;
  const target = `store:${storeId}`;
  ctx.audit({ target });
  const store = await lockStore(ctx, storeId, useSandbox);
  const { kind } = await requireMethod(ctx, input);
  if (!isNumberKind(kind)) return ctx.fail(requisiteMethodUnfit({ method }));
  // Nothing has a rate to itself, and so no order can be in it.
  if (currency === settlementCurrency) ctx.fail(rateSameCurrency({ currency }));
  const merchant = await lockMerchant(ctx, store.merchantId);

  const made: Made[] = [];
  const note: Note = (what) => void made.push(what);
  const { team, trader } = await supplyTrader(ctx, merchant, note);
  const own = { merchantId: merchant.id, traderId: trader.id };
  await supplyPlace(ctx, { ...own, storeId }, note);
  const requisite = await supplyRequisite(ctx, { ...own, currency, kind, method }, note);
  const terms = await supplyTerms(ctx, { store, currency, method }, note);
  const rate = await supplyRate(ctx, { merchantId: merchant.id, currency }, note);
  // Last, so that accounts are locked the shortest.
  const available = await supplyCollateral(ctx, own, note);
  ctx.audit({ target, changes: { currency, method, traderId: trader.id, made } });
  const { digits } = await settlementOf(ctx.reference);
  const collateral = { amount: decimalOf(available, digits), currency: settlementCurrency };
  return { team, trader: { ...trader, collateral }, requisite, terms, rate, made };
};

export type SupplyCtx = CtxOf<Supply>;
export type Made = Awaited<ReturnType<UseCase<Supply>>>["made"][number];
/** Says that it was not there. */
export type Note = (what: Made) => void;

/** Of two who ask for the same merchant the second finds what the first has made. */
async function lockMerchant(
  { db }: SupplyCtx,
  merchantId: string,
): Promise<{ id: string; name: string }> {
  const [row] = await db
    .select({ id: merchants.id, name: merchants.name })
    .from(merchants)
    .where(eq(merchants.id, merchantId))
    .for("no key update");
  if (!row) throw new Error(`there is no merchant ${merchantId}`);
  return row;
}
