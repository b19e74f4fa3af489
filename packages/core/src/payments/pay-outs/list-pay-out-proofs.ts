import { type payments, payOutUnknown, readPayOuts } from "@mainstay/contracts";
import { payOuts } from "@mainstay/db";
import { and, eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { linkedProofs } from "../proofs/linked-proofs.ts";
import { payOutScope } from "./pay-out-scope.ts";

export const listPayOutProofs: UseCase<typeof payments.payOuts.proofs> = async (
  ctx,
  { orderId },
) => {
  const own = and(eq(payOuts.id, orderId), payOutScope(ctx.actor));
  const [row] = await ctx.db.select({ id: payOuts.id }).from(payOuts).where(own);
  if (!row) ctx.fail(payOutUnknown({ orderId }));
  return { items: await linkedProofs(ctx, orderId, readPayOuts) };
};
