import {
  payOutOfferOver,
  payOutUnknown,
  type Permission,
  readPayOuts,
  sendPayOuts,
} from "@mainstay/contracts";
import { payOutOffers, payOuts, type Tx } from "@mainstay/db";
import { and, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import type { Actor } from "../../actor.ts";
import type { Ctx } from "../../context.ts";
import { lockPayOut, type PayOutRow } from "./pay-out-row.ts";

const owners = { merchant: payOuts.merchantId, trader: payOuts.traderId, team: payOuts.teamId };

/** Which pay-outs an actor may see. */
export function payOutScope(actor: Actor, permission: Permission = readPayOuts): SQL | undefined {
  const scopes = actor.scopesOf(permission);
  if (scopes === "everywhere") return undefined;
  const own = scopes.map(({ kind, id }) => (kind === "branch" ? sql`false` : eq(owners[kind], id)));
  return or(...own) ?? sql`false`;
}

function mayTouch(actor: Actor, permission: Permission, row: PayOutRow): boolean {
  const scopes = actor.scopesOf(permission);
  if (scopes === "everywhere") return true;
  const ids = { merchant: row.merchantId, trader: row.traderId, team: row.teamId, branch: null };
  return scopes.some(({ kind, id }) => ids[kind] === id);
}

type Asked<R extends string> = Pick<Ctx<R, Tx>, "db" | "actor" | "fail" | "audit">;

/** Locked, or the call ends as if there were none: also where it is somebody else's. */
export async function requirePayOut(
  ctx: Asked<typeof payOutUnknown.reason>,
  orderId: string,
  permission: Permission,
): Promise<PayOutRow> {
  ctx.audit({ target: `pay_out:${orderId}` });
  const row = await lockPayOut(ctx.db, orderId);
  return row && mayTouch(ctx.actor, permission, row) ? row : ctx.fail(payOutUnknown({ orderId }));
}

/** The same for its trader: whoever had it and lost it is told so, that he sends nothing. */
export async function requireOwnOffer(
  ctx: Asked<typeof payOutUnknown.reason | typeof payOutOfferOver.reason>,
  orderId: string,
): Promise<PayOutRow> {
  ctx.audit({ target: `pay_out:${orderId}` });
  const row = await lockPayOut(ctx.db, orderId);
  if (row && mayTouch(ctx.actor, sendPayOuts, row)) return row;
  if (await hadIt(ctx, orderId)) ctx.fail(payOutOfferOver({ orderId }));
  return ctx.fail(payOutUnknown({ orderId }));
}

async function hadIt({ db, actor }: Asked<never>, orderId: string): Promise<boolean> {
  const scopes = actor.scopesOf(sendPayOuts);
  if (scopes === "everywhere") return false;
  const traders = scopes.filter(({ kind }) => kind === "trader").map(({ id }) => id);
  const [offer] = await db
    .select({ at: payOutOffers.at })
    .from(payOutOffers)
    .where(and(eq(payOutOffers.orderId, orderId), inArray(payOutOffers.traderId, traders)));
  return offer !== undefined;
}
