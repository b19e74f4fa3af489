import { lateOver, type payments, payments as contract } from "@mainstay/contracts";
import type { CtxOf, UseCase } from "../../context.ts";
import { changePayIn, requirePossible } from "./change-pay-in.ts";
import { holdCollateral, Unfit } from "./claim-requisite.ts";
import { keepSlot } from "./free-requisite.ts";
import type { PayInRow } from "./pay-in-row.ts";
import { requirePayIn } from "./pay-in-scope.ts";
import { payInView } from "./pay-in-view.ts";
import { receivedSum } from "./received-sum.ts";
import { countLate } from "./requisite-day.ts";
import { traderOf } from "./settle-pay-in.ts";

/** Late money is decided by support; until then as much is held again, where the collateral bears it. */
export const foundMoney: UseCase<typeof payments.payIns.foundMoney> = async (
  ctx,
  { orderId, received },
) => {
  const row = await requirePayIn(ctx, orderId, contract.payIns.foundMoney.access);
  requirePossible(ctx, row, "find_money");
  // One that was cancelled before anybody was asked to send has nowhere that money could have come to.
  const until = row.lateUntil ?? row.endedAt ?? row.createdAt;
  const sum = await receivedSum(ctx, row, received);
  if (!(await keepSlot(ctx.db, row))) ctx.fail(lateOver({ orderId, until: until.toISOString() }));
  await countLate(ctx.db, row, sum);
  const changed = await changePayIn(ctx, ctx.db, row, {
    event: "find_money",
    by: ctx.actor.name,
    why: `${received.amount} ${received.currency}`,
    set: {
      received: sum === row.payable ? null : sum,
      holdId: await holdAgain(ctx, row),
      lateUntil: row.lateUntil,
    },
  });
  return payInView(ctx, changed);
};

async function holdAgain(
  ctx: CtxOf<typeof payments.payIns.foundMoney>,
  row: PayInRow,
): Promise<string | null> {
  if (row.held === null) return null;
  try {
    return await holdCollateral(ctx, ctx.db, row, { traderId: traderOf(row), held: row.held });
  } catch (error) {
    if (error instanceof Unfit) return null;
    throw error;
  }
}
