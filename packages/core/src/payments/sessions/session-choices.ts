import type { PaymentSession } from "@mainstay/contracts";
import { type DbOrTx, requisites, storeTerms, traders, traderTurns } from "@mainstay/db";
import { and, asc, eq, gte, inArray, isNotNull, lte, sql } from "drizzle-orm";
import type { z } from "zod";
import type { KeyKind } from "../../identity/index.ts";
import type { ReferenceReader } from "../../platform/index.ts";
import { mayServe } from "../orders/may-serve.ts";

type Choices = z.input<typeof PaymentSession>["choices"];

/** By which of its methods the store takes this amount. */
export async function methodsFor(
  db: DbOrTx,
  { storeId, currency, amount }: { storeId: string; currency: string; amount: bigint },
): Promise<string[]> {
  const rows = await db
    .select({ method: storeTerms.method })
    .from(storeTerms)
    .where(
      and(
        eq(storeTerms.storeId, storeId),
        eq(storeTerms.direction, "pay_in"),
        eq(storeTerms.currency, currency),
        eq(storeTerms.active, true),
        lte(storeTerms.minAmount, amount),
        gte(storeTerms.maxAmount, amount),
      ),
    )
    .orderBy(asc(storeTerms.method));
  return rows.map(({ method }) => method);
}

/** Those methods in their order, each with the banks that somebody who may serve the store receives it at just now. */
export async function sessionChoices(
  ctx: { readonly db: DbOrTx; readonly reference: ReferenceReader; readonly keyKind: KeyKind },
  asked: { storeId: string; currency: string; amount: bigint },
): Promise<Choices> {
  const methods = await methodsFor(ctx.db, asked);
  if (methods.length === 0) return [];
  const { paymentMethods, banks } = await ctx.reference.all();
  const at = await ctx.db
    .selectDistinct({ method: requisites.method, bank: requisites.bank })
    .from(traderTurns)
    .innerJoin(traders, eq(traders.id, traderTurns.traderId))
    .innerJoin(
      requisites,
      and(
        eq(requisites.traderId, traders.id),
        eq(requisites.currency, traderTurns.currency),
        eq(requisites.method, traderTurns.method),
      ),
    )
    .where(
      and(
        eq(traderTurns.ready, true),
        eq(traderTurns.currency, asked.currency),
        inArray(traderTurns.method, methods),
        eq(traders.state, "active"),
        sql`${traders.onlineUntil} > now()`,
        mayServe(asked.storeId, ctx.keyKind),
        eq(requisites.state, "active"),
        isNotNull(requisites.bank),
      ),
    );
  return paymentMethods
    .filter(({ code }) => methods.includes(code))
    .map(({ code, names }) => ({
      method: code,
      names,
      banks: banks
        .filter((bank) => at.some((one) => one.method === code && one.bank === bank.code))
        .map((bank) => ({ code: bank.code, names: bank.names })),
    }));
}
