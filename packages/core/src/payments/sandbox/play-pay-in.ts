import { type In, type payments, payInState, useSandbox } from "@mainstay/contracts";
import { payIns } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { CtxOf, UseCase } from "../../context.ts";
import { now } from "../orders/moments.ts";
import { acceptPayIn } from "../pay-ins/accept-pay-in.ts";
import { claimPaid } from "../pay-ins/claim-paid.ts";
import { confirmPayIn } from "../pay-ins/confirm-pay-in.ts";
import { disputePayIn } from "../pay-ins/dispute-pay-in.ts";
import { endOverdue } from "../pay-ins/end-overdue-pay-ins.ts";
import { foundMoney } from "../pay-ins/find-money.ts";
import { lockPayIn, type PayInRow } from "../pay-ins/pay-in-row.ts";
import { requirePayIn } from "../pay-ins/pay-in-scope.ts";
import { payInView } from "../pay-ins/pay-in-view.ts";
import { rejectPayIn } from "../pay-ins/reject-pay-in.ts";
import { reportSum } from "../pay-ins/report-sum.ts";
import { resolvePayIn } from "../pay-ins/resolve-pay-in.ts";
import { type Part, playedAs } from "./played-as.ts";
import { requireSandbox } from "./require-sandbox.ts";

type PlayPayIn = typeof payments.sandbox.playPayIn;

/** The use cases of whoever's part it is, called as them: what is possible and what comes of it is theirs to say. */
export const playPayIn: UseCase<PlayPayIn> = async (ctx, input) => {
  requireSandbox(ctx);
  const { orderId } = input;
  const row = await requirePayIn(ctx, orderId, useSandbox);
  await play(ctx, row, input);
  return payInView(ctx, (await lockPayIn(ctx.db, orderId)) ?? row);
};

async function play(
  ctx: CtxOf<PlayPayIn>,
  row: PayInRow,
  { orderId, ...input }: In<PlayPayIn>,
): Promise<unknown> {
  const as = (part: Part) => ({
    ...ctx,
    actor: playedAs(row.merchantId, part),
    // Theirs would be of another action, and the row of this one is the asker's.
    audit: () => {},
  });
  const asTrader = () => {
    const { traderId, state } = row;
    if (traderId === null) return ctx.fail(payInState({ orderId, state, event: input.event }));
    return as({ traderId });
  };
  switch (input.event) {
    case "payer_claims":
      return claimPaid(as("payer"), { orderId });
    case "trader_confirms":
      return confirmPayIn(asTrader(), { orderId });
    case "trader_reports":
      return reportSum(asTrader(), { orderId, received: input.received });
    case "trader_denies":
      return disputePayIn(asTrader(), { orderId, why: input.why });
    case "money_found":
      return foundMoney(as("support"), { orderId, received: input.received });
    case "time_passes":
      return passTime(ctx, row);
    case "support_accepts":
      return acceptPayIn(as("support"), { orderId });
    case "support_rejects":
      return rejectPayIn(as("support"), { orderId, why: input.why });
    case "support_resolves":
      return resolvePayIn(as("support"), { orderId, ...input });
  }
}

/** As the worker finds it when the deadline is over. */
async function passTime(ctx: CtxOf<PlayPayIn>, row: PayInRow): Promise<void> {
  const { id, state, deadline } = row;
  if (deadline === null) ctx.fail(payInState({ orderId: id, state, event: "time_passes" }));
  await ctx.db.update(payIns).set({ deadline: now }).where(eq(payIns.id, id));
  await endOverdue(ctx, ctx.db, id);
}
