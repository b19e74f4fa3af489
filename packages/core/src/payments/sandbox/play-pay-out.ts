import {
  type In,
  type payments,
  payOutState,
  payOutUnknown,
  useSandbox,
} from "@mainstay/contracts";
import { payOuts } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { CtxOf, PreparedUseCase } from "../../context.ts";
import { now } from "../orders/moments.ts";
import { acceptPayOut } from "../pay-outs/accept-pay-out.ts";
import { declinePayOut } from "../pay-outs/decline-pay-out.ts";
import { endOverduePayOut } from "../pay-outs/end-overdue-pay-outs.ts";
import { giveProof } from "../pay-outs/give-proof.ts";
import { markReturned } from "../pay-outs/mark-returned.ts";
import { lockPayOut, type PayOutRow } from "../pay-outs/pay-out-row.ts";
import { requirePayOut } from "../pay-outs/pay-out-scope.ts";
import { payOutView } from "../pay-outs/pay-out-view.ts";
import { reportTrouble } from "../pay-outs/report-trouble.ts";
import { resolvePayOut } from "../pay-outs/resolve-pay-out.ts";
import { startSending } from "../pay-outs/start-sending.ts";
import { makeProof } from "./make-proof.ts";
import { type Part, playedAs } from "./played-as.ts";
import { requireSandbox } from "./require-sandbox.ts";

type PlayPayOut = typeof payments.sandbox.playPayOut;

/** The use cases of whoever's part it is, called as them; a trader's proof needs a file, which is written before. */
export const playPayOut: PreparedUseCase<PlayPayOut, string> = {
  async prepare(ctx, { orderId, event }) {
    requireSandbox(ctx);
    const [row] = await ctx.db.select().from(payOuts).where(eq(payOuts.id, orderId));
    const scope = { kind: "merchant", id: row?.merchantId ?? "" } as const;
    if (!row || !ctx.actor.may(useSandbox, scope)) return ctx.fail(payOutUnknown({ orderId }));
    return event === "trader_proves" ? makeProof(ctx, row) : "";
  },

  async run(ctx, input, fileId) {
    const { orderId } = input;
    const row = await requirePayOut(ctx, orderId, useSandbox);
    await play(ctx, row, input, fileId);
    return payOutView(ctx, (await lockPayOut(ctx.db, orderId)) ?? row);
  },
};

async function play(
  ctx: CtxOf<PlayPayOut>,
  row: PayOutRow,
  { orderId, ...input }: In<PlayPayOut>,
  fileId: string,
): Promise<unknown> {
  const as = (part: Part) => ({
    ...ctx,
    actor: playedAs(row.merchantId, part),
    // Theirs would be of another action, and the row of this one is the asker's.
    audit: () => {},
  });
  const asTrader = () => {
    const { traderId, state } = row;
    if (traderId === null) return ctx.fail(payOutState({ orderId, state, event: input.event }));
    return as({ traderId });
  };
  switch (input.event) {
    case "trader_accepts":
      return acceptPayOut(asTrader(), { orderId });
    case "trader_starts":
      return startSending(asTrader(), { orderId });
    case "trader_proves":
      return giveProof(asTrader(), { orderId, fileId, bankReference: input.bankReference });
    case "trader_declines":
      return declinePayOut(asTrader(), { orderId });
    case "trader_in_trouble":
      return reportTrouble(asTrader(), { orderId, why: input.why });
    case "time_passes":
      return passTime(ctx, row);
    case "support_resolves":
      return resolvePayOut(as("support"), { orderId, ...input });
    case "bank_returns":
      return markReturned(as("support"), { orderId, why: input.why });
  }
}

/** As the worker finds it when the deadline is over. */
async function passTime(ctx: CtxOf<PlayPayOut>, row: PayOutRow): Promise<void> {
  const { id, state, deadline } = row;
  if (deadline === null) ctx.fail(payOutState({ orderId: id, state, event: "time_passes" }));
  await ctx.db.update(payOuts).set({ deadline: now }).where(eq(payOuts.id, id));
  await endOverduePayOut(ctx, ctx.db, id);
}
