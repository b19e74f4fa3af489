import { createPayIns, type payments, sessionReferenceUsed } from "@mainstay/contracts";
import { v7 } from "uuid";
import type { CtxOf, UseCase } from "../../context.ts";
import { lockReference } from "../orders/lock-reference.ts";
import { requireTakingStore } from "../orders/agreed.ts";
import { sessionWith } from "../sessions/session-row.ts";
import { openPayIn } from "./open-pay-in.ts";
import { payInView } from "./pay-in-view.ts";

type Create = typeof payments.payIns.create;

export const createPayIn: UseCase<Create> = async (ctx, input) => {
  const { storeId, reference, money, method, payer, metadata } = input;
  const id = v7();
  ctx.audit({ target: `pay_in:${id}`, changes: { storeId, reference, money } });
  const store = await requireTakingStore(ctx, storeId, createPayIns);
  await refuseOfSession(ctx, storeId, reference);
  const order = await openPayIn(ctx, {
    id,
    store,
    reference,
    metadata,
    method,
    bank: input.bank ?? null,
    money,
    payer,
    session: null,
  });
  return payInView(ctx, order);
};

/** Its session's tries have that reference, also where there is none yet. */
async function refuseOfSession(ctx: CtxOf<Create>, storeId: string, reference: string) {
  await lockReference(ctx.db, storeId, reference);
  const session = await sessionWith(ctx.db, storeId, reference);
  if (session) ctx.fail(sessionReferenceUsed({ sessionId: session, reference }));
}
