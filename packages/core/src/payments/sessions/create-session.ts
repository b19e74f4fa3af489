import {
  createPaymentSessions,
  nothingOffered,
  type payments,
  referenceUsed,
  sessionMinutes,
  sessionReferenceUsed,
} from "@mainstay/contracts";
import { paymentSessions } from "@mainstay/db";
import { sql } from "drizzle-orm";
import { v7 } from "uuid";
import type { UseCase } from "../../context.ts";
import { hashToken } from "../../identity/index.ts";
import { minorOf } from "../amount.ts";
import { lockReference } from "../orders/lock-reference.ts";
import { requireTakingStore } from "../orders/agreed.ts";
import { inMinutes } from "../orders/moments.ts";
import { orderWith } from "../pay-ins/open-pay-in.ts";
import { methodsFor } from "./session-choices.ts";
import { sessionWith } from "./session-row.ts";
import { mintSessionToken } from "./session-token.ts";

export const createSession: UseCase<typeof payments.sessions.create> = async (ctx, input) => {
  const { storeId, reference, money, payer, metadata } = input;
  const id = v7();
  ctx.audit({ target: `payment_session:${id}`, changes: { storeId, reference, money } });
  const store = await requireTakingStore(ctx, storeId, createPaymentSessions);
  const amount = await minorOf(ctx, money);
  const methods = await methodsFor(ctx.db, { storeId, currency: money.currency, amount });
  if (methods.length === 0) ctx.fail(nothingOffered(money));
  await lockReference(ctx.db, storeId, reference);
  const orderId = await orderWith(ctx.db, storeId, reference);
  if (orderId) ctx.fail(referenceUsed({ orderId, reference }));
  const token = mintSessionToken();
  const [made] = await ctx.db
    .insert(paymentSessions)
    .values({
      id,
      merchantId: store.merchantId,
      storeId,
      tokenHash: hashToken(token),
      reference,
      metadata,
      currency: money.currency,
      amount,
      language: input.language ?? null,
      payerId: payer.id ?? null,
      createdAt: sql`now()`,
      expiresAt: inMinutes(await ctx.settings.get(sessionMinutes)),
    })
    .onConflictDoNothing({ target: [paymentSessions.storeId, paymentSessions.reference] })
    .returning({ expiresAt: paymentSessions.expiresAt });
  if (!made) {
    const sessionId = (await sessionWith(ctx.db, storeId, reference)) ?? "";
    return ctx.fail(sessionReferenceUsed({ sessionId, reference }));
  }
  // Behind the #: no server on the way is told it, nor whom the page leads to.
  const url = `${ctx.payUrl.replace(/\/$/, "")}/#${token}`;
  return { id, url, expiresAt: made.expiresAt.toISOString() };
};
