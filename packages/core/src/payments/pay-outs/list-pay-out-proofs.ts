import { type payments, payOutUnknown, readPayOuts } from "@mainstay/contracts";
import { payOutOffers, payOuts } from "@mainstay/db";
import { and, desc, eq } from "drizzle-orm";
import type { CtxOf, UseCase } from "../../context.ts";
import { linkedProofs } from "../proofs/linked-proofs.ts";
import { payOutScope } from "./pay-out-scope.ts";

export const listPayOutProofs: UseCase<typeof payments.payOuts.proofs> = async (
  ctx,
  { orderId },
) => {
  const own = and(eq(payOuts.id, orderId), payOutScope(ctx.actor));
  const [found] = await ctx.db.select().from(payOuts).where(own);
  const row = found ?? ctx.fail(payOutUnknown({ orderId }));
  return { items: await linkedProofs(ctx, orderId, readPayOuts, await sinceOf(ctx, row)) };
};

/** What a trader gave before it was offered to another is not shown to that one, nor to his team. */
async function sinceOf(
  { db, actor }: CtxOf<typeof payments.payOuts.proofs>,
  { id, merchantId, traderId }: typeof payOuts.$inferSelect,
): Promise<Date | null> {
  if (actor.scopesOf(readPayOuts) === "everywhere") return null;
  if (actor.may(readPayOuts, { kind: "merchant", id: merchantId }) || traderId === null)
    return null;
  const [offer] = await db
    .select({ at: payOutOffers.at })
    .from(payOutOffers)
    .where(and(eq(payOutOffers.orderId, id), eq(payOutOffers.traderId, traderId)))
    .orderBy(desc(payOutOffers.at))
    .limit(1);
  return offer?.at ?? null;
}
