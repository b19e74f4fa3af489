import { type payments, payInUnknown, readProofs } from "@mainstay/contracts";
import { payIns } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { mayTouch } from "../pay-ins/pay-in-scope.ts";
import { linkedProofs } from "./linked-proofs.ts";

export const listProofs: UseCase<typeof payments.proofs.list> = async (ctx, { orderId }) => {
  const [order] = await ctx.db.select().from(payIns).where(eq(payIns.id, orderId));
  if (!order || !mayTouch(ctx.actor, readProofs, order)) ctx.fail(payInUnknown({ orderId }));
  return { items: await linkedProofs(ctx, orderId, readProofs) };
};
