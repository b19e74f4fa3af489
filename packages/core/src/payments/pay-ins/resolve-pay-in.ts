import { type Money, type payments, receivedUnfit, resolvePayIns } from "@mainstay/contracts";
import type { CtxOf, UseCase } from "../../context.ts";
import { changePayIn, requirePossible } from "./change-pay-in.ts";
import { completePayIn } from "./complete-pay-in.ts";
import { freeRequisite, lateEnd } from "./free-requisite.ts";
import type { PayInRow } from "./pay-in-row.ts";
import { requirePayIn } from "./pay-in-scope.ts";
import { valueOf } from "../orders/value-of.ts";
import { payInView } from "./pay-in-view.ts";
import { receivedSum } from "./received-sum.ts";
import { releaseHold, settlePayIn } from "./settle-pay-in.ts";

type ResolveCtx = CtxOf<typeof payments.payIns.resolve>;

export const resolvePayIn: UseCase<typeof payments.payIns.resolve> = async (ctx, input) => {
  const { orderId, why } = input;
  const row = await requirePayIn(ctx, orderId, resolvePayIns);
  const by = ctx.actor.name;
  if (input.as === "full") {
    requirePossible(ctx, row, "resolve_full");
    const received = await receivedInFull(ctx, row, input.received);
    const change = { event: "resolve_full", by, why, received } as const;
    return payInView(ctx, await completePayIn(ctx, ctx.db, row, change));
  }
  if (input.as === "unpaid") return payInView(ctx, await unpaid(ctx, row, why));
  return payInView(ctx, await inPart(ctx, row, input.received, why));
};

/** What came, where it was another sum: no more than was payable is settled, and the order says what came. */
async function receivedInFull(
  ctx: ResolveCtx,
  row: PayInRow,
  said: Money | undefined,
): Promise<bigint | null> {
  if (said === undefined) return row.received;
  const sum = await receivedSum(ctx, row, said);
  if (sum < row.amount)
    ctx.fail(receivedUnfit({ ...said, why: "it is less than was asked for: it is paid in part" }));
  return sum === row.payable ? null : sum;
}

async function unpaid(ctx: ResolveCtx, row: PayInRow, why: string): Promise<PayInRow> {
  requirePossible(ctx, row, "resolve_unpaid");
  const late = row.state === "late_review";
  await freeRequisite(ctx.db, row, { paid: false, live: !late });
  await releaseHold(ctx, ctx.db, row);
  return changePayIn(ctx, ctx.db, row, {
    event: "resolve_unpaid",
    by: ctx.actor.name,
    why,
    set: { holdId: null, lateUntil: late ? row.lateUntil : await lateEnd(ctx.db, row) },
  });
}

/** Fees are in proportion; what is held beyond it goes back to the trader. */
async function inPart(
  ctx: ResolveCtx,
  row: PayInRow,
  received: Money | undefined,
  why: string,
): Promise<PayInRow> {
  requirePossible(ctx, row, "resolve_part");
  const sum = received ? await receivedSum(ctx, row, received) : row.received;
  if (sum === null) {
    const none = { amount: "0", currency: row.currency };
    return ctx.fail(receivedUnfit({ ...none, why: "nobody has said yet how much came: say it" }));
  }
  const taken = await valueOf(ctx, row, sum, "up");
  const value = await valueOf(ctx, row, sum, "down");
  if (sum >= row.amount || value === 0n) {
    const told = received ?? { amount: String(sum), currency: row.currency };
    const why =
      value === 0n ? "it is worth nothing" : "that is all that was asked for: it is paid in full";
    ctx.fail(receivedUnfit({ ...told, why }));
  }
  await freeRequisite(ctx.db, row, { paid: true, live: row.state !== "late_review" });
  const settlementId = await settlePayIn(ctx, ctx.db, row, { value, taken });
  return changePayIn(ctx, ctx.db, row, {
    event: "resolve_part",
    by: ctx.actor.name,
    why,
    set: { settlementId, received: sum },
  });
}
