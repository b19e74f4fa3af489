import {
  amountTooSmall,
  createPayIns,
  fraudReviewMinutes,
  matchingSeconds,
  type payments,
  referenceUsed,
  settlementCurrency,
} from "@mainstay/contracts";
import { payIns } from "@mainstay/db";
import { and, eq, sql } from "drizzle-orm";
import { v7 } from "uuid";
import type { CtxOf, UseCase } from "../../context.ts";
import { useRate } from "../../platform/index.ts";
import { assessPayIn } from "../fraud/assess-pay-in.ts";
import { amountWithin, requireTakingStore, requireTerms } from "../orders/agreed.ts";
import { shareUp } from "../percent.ts";
import { inMinutes } from "../orders/moments.ts";
import { noteChange } from "./change-pay-in.ts";
import { matchPayIn } from "./match-pay-in.ts";
import { payInView } from "./pay-in-view.ts";
import { valueOf } from "../orders/value-of.ts";

type CreateCtx = CtxOf<typeof payments.payIns.create>;

export const createPayIn: UseCase<typeof payments.payIns.create> = async (ctx, input) => {
  const { storeId, reference, method, money, payer } = input;
  const { currency } = money;
  const id = v7();
  ctx.audit({ target: `pay_in:${id}`, changes: { storeId, reference, money } });
  const store = await requireTakingStore(ctx, storeId, createPayIns);
  const terms = await requireTerms(ctx, { storeId, direction: "pay_in", currency, method });
  const amount = await amountWithin(ctx, money, terms);
  const usedFor = `pay_in:${id}` as const;
  const pair = { base: settlementCurrency, quote: currency };
  const rate = await useRate(ctx, ctx.db, { ...pair, usedFor });
  const value = await valueOf(ctx, { currency, rate: rate.rate }, amount, "down");
  const merchantFee = shareUp(value, terms.feeMillionths) + terms.feeFixed;
  if (merchantFee >= value) ctx.fail(amountTooSmall({ amount: money.amount, currency }));
  const fraud = await assessPayIn(ctx, ctx.db, { store, currency, method, amount, payer });
  const [order] = await ctx.db
    .insert(payIns)
    .values({
      id,
      merchantId: store.merchantId,
      storeId,
      reference,
      metadata: input.metadata,
      state: stateAfter[fraud.decision],
      version: 1,
      currency,
      method,
      bank: input.bank ?? null,
      amount,
      rateId: rate.id,
      rate: rate.rate,
      value,
      merchantFee,
      payerId: payer.id ?? null,
      payerIp: fraud.payerIp,
      fraudScore: fraud.score,
      fraudRules: fraud.rules,
      deadline: await deadlineAfter(ctx, fraud.decision),
      createdAt: sql`now()`,
      endedAt: fraud.decision === "reject" ? sql`now()` : null,
    })
    .onConflictDoNothing({ target: [payIns.storeId, payIns.reference] })
    .returning();
  if (!order) return ctx.fail(await usedReference(ctx, storeId, reference));
  const by = ctx.actor.name;
  await noteChange(ctx, ctx.db, order, { event: "create", from: null, by, why: null });
  const matched = fraud.decision === "allow" ? await matchPayIn(ctx, ctx.db, order, by) : order;
  return payInView(ctx, matched);
};

const stateAfter = { allow: "matching", review: "in_review", reject: "rejected" } as const;

async function deadlineAfter(ctx: CreateCtx, decision: keyof typeof stateAfter) {
  if (decision === "reject") return null;
  if (decision === "review") return inMinutes(await ctx.settings.get(fraudReviewMinutes));
  return inMinutes((await ctx.settings.get(matchingSeconds)) / 60);
}

async function usedReference(ctx: CreateCtx, storeId: string, reference: string) {
  const [other] = await ctx.db
    .select({ id: payIns.id })
    .from(payIns)
    .where(and(eq(payIns.storeId, storeId), eq(payIns.reference, reference)));
  return referenceUsed({ orderId: other?.id ?? "", reference });
}
