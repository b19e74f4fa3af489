import { type PaymentSession, sessionTriesMost } from "@mainstay/contracts";
import { type DbOrTx, orderProofs } from "@mainstay/db";
import { count, eq } from "drizzle-orm";
import type { z } from "zod";
import type { Ctx } from "../../context.ts";
import { moneyOf } from "../../money.ts";
import { digitsOf } from "../orders/value-of.ts";
import { shownPurpose } from "../pay-ins/match-pay-in.ts";
import type { PayInRow } from "../pay-ins/pay-in-row.ts";
import { storeView } from "../stores/store-view.ts";
import { sessionChoices } from "./session-choices.ts";
import type { Visit } from "./session-row.ts";
import { endedAs, sessionState, shownTry } from "./session-state.ts";

type View = z.input<typeof PaymentSession>;
export type SessionViewer = Pick<
  Ctx<never, DbOrTx>,
  "clock" | "fileStore" | "keyKind" | "reference" | "sealer" | "settings"
> & { readonly db: DbOrTx };

/** Nothing of it says who receives the money, but for where to send it. */
export async function sessionView(ctx: SessionViewer, visit: Visit): Promise<View> {
  const { session, orders } = visit;
  const order = shownTry(orders);
  const { storeId, currency, amount } = session;
  const triesMost = await ctx.settings.get(sessionTriesMost);
  const state = sessionState(visit, triesMost);
  const { look } = await storeView(ctx, visit.store);
  const digits = await digitsOf(ctx.reference, currency);
  return {
    id: session.id,
    state,
    // Each change of each try adds one.
    sequence: orders.reduce((sum, { version }) => sum + version, 0),
    store: {
      title: look.title,
      logo: look.logo ? { url: look.logo.url } : null,
      successUrl: look.successUrl,
      failureUrl: look.failureUrl,
    },
    money: moneyOf(amount, { code: currency, digits }),
    language: session.language,
    choices: state === "choosing" ? await sessionChoices(ctx, { storeId, currency, amount }) : [],
    ended: state === "choosing" || state === "over" ? endedAs(order) : null,
    order: order && (await orderView(ctx, order, { code: currency, digits }, state)),
    triesLeft: Math.max(0, triesMost - session.tries),
    expiresAt: session.expiresAt.toISOString(),
    serverTime: visit.at.toISOString(),
  };
}

async function orderView(
  ctx: SessionViewer,
  order: PayInRow,
  currency: { code: string; digits: number },
  state: View["state"],
): Promise<NonNullable<View["order"]>> {
  const money = (minor: bigint | null) => (minor === null ? null : moneyOf(minor, currency));
  const [proofs] = await ctx.db
    .select({ count: count() })
    .from(orderProofs)
    .where(eq(orderProofs.orderId, order.id));
  const shown = state === "paying" || state === "checking" ? order.shown : null;
  const { banks } = await ctx.reference.all();
  return {
    id: order.id,
    method: order.method,
    payable: money(order.payable),
    received: money(order.received),
    requisite: shown && {
      method: shown.method,
      bank: shown.bank,
      bankNames: banks.find(({ code }) => code === shown.bank)?.names ?? null,
      number: order.shownSealed ? ctx.sealer.open(shownPurpose, order.shownSealed) : shown.number,
      holder: shown.holder,
    },
    // That of matching and that of a review differ, and the payer is not told which it is.
    deadline: state === "searching" ? null : (order.deadline?.toISOString() ?? null),
    claimedAt: order.claimedAt?.toISOString() ?? null,
    receipts: proofs?.count ?? 0,
  };
}
