import {
  amountTooSmall,
  fraudReviewMinutes,
  matchingSeconds,
  type Money,
  type payments,
  referenceUsed,
  requisiteBankUnknown,
  settlementCurrency,
  type ReasonOf,
} from "@mainstay/contracts";
import { payIns, type Tx } from "@mainstay/db";
import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { useRate } from "../../platform/index.ts";
import { assessPayIn } from "../fraud/assess-pay-in.ts";
import { amountWithin, requireTerms } from "../orders/agreed.ts";
import { inMinutes } from "../orders/moments.ts";
import { valueOf } from "../orders/value-of.ts";
import { shareUp } from "../percent.ts";
import type { StoreRow } from "../stores/store-view.ts";
import { noteChange } from "./change-pay-in.ts";
import { matchPayIn } from "./match-pay-in.ts";
import type { PayInRow } from "./pay-in-row.ts";

type Refusals = Exclude<
  ReasonOf<typeof payments.payIns.create>,
  "payments.store_unknown" | "payments.store_not_taking" | "payments.session_reference_used"
>;
export type Opener = Pick<
  Ctx<Refusals, Tx>,
  "db" | "actor" | "reference" | "settings" | "sealer" | "keyKind" | "clock" | "fail"
>;

export interface Opening {
  readonly id: string;
  readonly store: StoreRow;
  readonly reference: string;
  readonly metadata: Record<string, unknown>;
  readonly method: string;
  readonly bank: string | null;
  readonly money: Money;
  readonly payer: { readonly id?: string | undefined; readonly ip?: string | undefined };
  /** Of which payment session it is which try. */
  readonly session: { readonly id: string; readonly attempt: number } | null;
}

/** Makes an order of a store that takes them, and gives it to a trader if there is one at once. */
export async function openPayIn(ctx: Opener, opening: Opening): Promise<PayInRow> {
  const { id, store, reference, method, money, payer, session } = opening;
  const { currency } = money;
  await requireBank(ctx, opening.bank);
  const terms = await requireTerms(ctx, {
    storeId: store.id,
    direction: "pay_in",
    currency,
    method,
  });
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
      storeId: store.id,
      reference,
      sessionId: session?.id ?? null,
      attempt: session?.attempt ?? 1,
      metadata: opening.metadata,
      state: stateAfter[fraud.decision],
      version: 1,
      currency,
      method,
      bank: opening.bank,
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
    .onConflictDoNothing({ target: [payIns.storeId, payIns.reference, payIns.attempt] })
    .returning();
  if (!order) return failAsUsed(ctx, store.id, reference);
  const by = ctx.actor.name;
  await noteChange(ctx, ctx.db, order, { event: "create", from: null, by, why: null });
  return fraud.decision === "allow" ? matchPayIn(ctx, ctx.db, order, by) : order;
}

async function requireBank(ctx: Pick<Opener, "reference" | "fail">, bank: string | null) {
  if (bank === null) return;
  const { banks } = await ctx.reference.all();
  if (!banks.some(({ code }) => code === bank)) ctx.fail(requisiteBankUnknown({ bank }));
}

const stateAfter = { allow: "matching", review: "in_review", reject: "rejected" } as const;

async function deadlineAfter(ctx: Pick<Opener, "settings">, decision: keyof typeof stateAfter) {
  if (decision === "reject") return null;
  if (decision === "review") return inMinutes(await ctx.settings.get(fraudReviewMinutes));
  return inMinutes((await ctx.settings.get(matchingSeconds)) / 60);
}

async function failAsUsed(ctx: Opener, storeId: string, reference: string): Promise<never> {
  const orderId = await orderWith(ctx.db, storeId, reference);
  return ctx.fail(referenceUsed({ orderId: orderId ?? "", reference }));
}

/** The store's order by this reference, the first of them where there are tries. */
export async function orderWith(
  tx: Tx,
  storeId: string,
  reference: string,
): Promise<string | null> {
  const [row] = await tx
    .select({ id: payIns.id })
    .from(payIns)
    .where(and(eq(payIns.storeId, storeId), eq(payIns.reference, reference)))
    .orderBy(payIns.attempt)
    .limit(1);
  return row?.id ?? null;
}
