import { payInUnknown, type Permission, readPayIns } from "@mainstay/contracts";
import { payIns, type Tx } from "@mainstay/db";
import { eq, or, type SQL, sql } from "drizzle-orm";
import type { Actor } from "../../actor.ts";
import type { Ctx } from "../../context.ts";
import { lockPayIn, type PayInRow } from "./pay-in-row.ts";

const owners = { merchant: payIns.merchantId, trader: payIns.traderId, team: payIns.teamId };

/** Which pay-ins an actor may see. */
export function payInScope(actor: Actor, permission: Permission = readPayIns): SQL | undefined {
  const scopes = actor.scopesOf(permission);
  if (scopes === "everywhere") return undefined;
  const own = scopes.map(({ kind, id }) => (kind === "branch" ? sql`false` : eq(owners[kind], id)));
  return or(...own) ?? sql`false`;
}

export function mayTouch(actor: Actor, permission: Permission, row: PayInRow): boolean {
  const scopes = actor.scopesOf(permission);
  if (scopes === "everywhere") return true;
  const ids = { merchant: row.merchantId, trader: row.traderId, team: row.teamId, branch: null };
  return scopes.some(({ kind, id }) => ids[kind] === id);
}

/** Locked, or the call ends as if there were none: also where it is somebody else's. */
export async function requirePayIn(
  ctx: Pick<Ctx<"payments.pay_in_unknown", Tx>, "db" | "actor" | "fail" | "audit">,
  orderId: string,
  permission: Permission,
): Promise<PayInRow> {
  ctx.audit({ target: `pay_in:${orderId}` });
  const row = await lockPayIn(ctx.db, orderId);
  return row && mayTouch(ctx.actor, permission, row) ? row : ctx.fail(payInUnknown({ orderId }));
}
