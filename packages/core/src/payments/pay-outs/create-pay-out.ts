import {
  amountTooSmall,
  createPayOuts,
  destinationRefused,
  merchantBalance,
  payOutHeld,
  payOutMatchingMinutes,
  type payments,
  referenceUsed,
  requisiteBankUnknown,
  requisiteMethodUnfit,
  requisiteNumberUnfit,
  settlementCurrency,
} from "@mainstay/contracts";
import { payOuts } from "@mainstay/db";
import { and, eq } from "drizzle-orm";
import { v7 } from "uuid";
import type { CtxOf, UseCase } from "../../context.ts";
import { hold, journalId } from "../../ledger/index.ts";
import { useRate } from "../../platform/index.ts";
import { isListed } from "../fraud/is-listed.ts";
import { amountWithin, requireTakingStore, requireTerms } from "../orders/agreed.ts";
import { inMinutes, now } from "../orders/moments.ts";
import { valueOf } from "../orders/value-of.ts";
import { shareUp } from "../percent.ts";
import { hashesOfNumber } from "../requisites/hashes-of-number.ts";
import { isNumberKind, maskNumber, normaliseNumber, numberRules } from "../requisites/number.ts";
import { noteChange } from "./change-pay-out.ts";
import { offerPayOut } from "./offer-pay-out.ts";
import type { PayOutRow } from "./pay-out-row.ts";
import { destinationPurpose, payOutView } from "./pay-out-view.ts";

type CreateCtx = CtxOf<typeof payments.payOuts.create>;

export const createPayOut: UseCase<typeof payments.payOuts.create> = async (ctx, input) => {
  const { storeId, reference, money, metadata } = input;
  const { currency } = money;
  const { method } = input.destination;
  const id = v7();
  ctx.audit({ target: `pay_out:${id}`, changes: { storeId, reference, money } });
  const store = await requireTakingStore(ctx, storeId, createPayOuts);
  const terms = await requireTerms(ctx, { storeId, direction: "pay_out", currency, method });
  const amount = await amountWithin(ctx, money, terms);
  const destination = await destinationOf(ctx, input.destination);
  const usedFor = `pay_out:${id}` as const;
  const pair = { base: settlementCurrency, quote: currency };
  const rate = await useRate(ctx, ctx.db, { ...pair, usedFor });
  // The merchant pays what it is worth rounded up, the trader is paid it rounded down.
  const value = await valueOf(ctx, { currency, rate: rate.rate }, amount, "up");
  const worth = await valueOf(ctx, { currency, rate: rate.rate }, amount, "down");
  const merchantFee = shareUp(value, terms.feeMillionths) + terms.feeFixed;
  if (worth === 0n || merchantFee >= value)
    ctx.fail(amountTooSmall({ amount: money.amount, currency }));
  const matchUntil = inMinutes(await ctx.settings.get(payOutMatchingMinutes));
  const holdId = journalId("pay_out", id, "held");
  const [order] = await ctx.db
    .insert(payOuts)
    .values({
      id,
      merchantId: store.merchantId,
      storeId,
      reference,
      metadata,
      state: "matching",
      version: 1,
      currency,
      ...destination,
      amount,
      rateId: rate.id,
      rate: rate.rate,
      value,
      worth,
      merchantFee,
      holdId,
      deadline: matchUntil,
      matchUntil,
      createdAt: now,
    })
    .onConflictDoNothing({ target: [payOuts.storeId, payOuts.reference] })
    .returning();
  if (!order) return ctx.fail(await usedReference(ctx, storeId, reference));
  await holdFunds(ctx, order);
  const by = ctx.actor.name;
  await noteChange(ctx, ctx.db, order, { event: "create", from: null, by, why: null });
  return payOutView(ctx, await offerPayOut(ctx, ctx.db, order, by));
};

/** Without the funds there is no order: the refusal undoes it. */
const holdFunds = (ctx: CreateCtx, order: PayOutRow) =>
  hold(ctx, ctx.db, {
    id: order.holdId,
    kind: payOutHeld,
    ref: `pay_out:${order.id}`,
    from: merchantBalance.of(order.merchantId, settlementCurrency),
    amount: order.value + order.merchantFee,
  });

async function destinationOf(
  ctx: CreateCtx,
  said: { method: string; bank?: string | undefined; number: string; holder: string },
) {
  const { method, bank = null, holder } = said;
  const { banks, paymentMethods } = await ctx.reference.all();
  const kind = paymentMethods.find(({ code }) => code === method)?.kind;
  if (kind === undefined || !isNumberKind(kind)) return ctx.fail(requisiteMethodUnfit({ method }));
  if (bank !== null && !banks.some(({ code }) => code === bank))
    ctx.fail(requisiteBankUnknown({ bank }));
  const number =
    normaliseNumber(kind, said.number) ??
    ctx.fail(requisiteNumberUnfit({ method, rule: numberRules[kind] }));
  const hashes = await hashesOfNumber(ctx, kind, number);
  if (await isListed(ctx.db, "requisite", hashes)) ctx.fail(destinationRefused());
  return {
    method,
    bank,
    holder,
    numberSealed: ctx.sealer.seal(destinationPurpose, number),
    numberHash: hashes[0],
    numberMasked: maskNumber(number),
  };
}

async function usedReference(ctx: CreateCtx, storeId: string, reference: string) {
  const [other] = await ctx.db
    .select({ id: payOuts.id })
    .from(payOuts)
    .where(and(eq(payOuts.storeId, storeId), eq(payOuts.reference, reference)));
  return referenceUsed({ orderId: other?.id ?? "", reference });
}
