import { readRequisites, type Requisite } from "@mainstay/contracts";
import type { requisites } from "@mainstay/db";
import type { z } from "zod";
import type { Ctx } from "../../context.ts";
import { moneyOf } from "../../money.ts";
import type { Actor } from "../../actor.ts";
import { openNumber } from "./number.ts";

export type RequisiteRow = typeof requisites.$inferSelect;

export async function requisiteView(
  ctx: Pick<Ctx, "actor" | "reference" | "sealer">,
  row: RequisiteRow,
): Promise<z.input<typeof Requisite>> {
  const currency = await ctx.reference.currency(row.currency);
  if (!currency) throw new Error(`the reference data lacks ${row.currency}`);
  return {
    id: row.id,
    traderId: row.traderId,
    method: row.method,
    bank: row.bank,
    currency: row.currency,
    holder: row.holder,
    number: isOwn(ctx.actor, row) ? openNumber(ctx.sealer, row.numberSealed) : null,
    numberMasked: row.numberMasked,
    min: moneyOf(row.minAmount, currency),
    max: moneyOf(row.maxAmount, currency),
    dayCountCap: row.dayCountCap,
    daySumCap: row.daySumCap === null ? null : moneyOf(row.daySumCap, currency),
    parallelCap: row.parallelCap,
    coolDownSeconds: row.coolDownSeconds,
    state: row.state,
    liveOrders: row.liveOrders,
    lastAssignedAt: row.lastAssignedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}

/** Its trader's people and keys: nobody who may read everything, and no colleague who looks at an account. */
function isOwn(actor: Actor, { traderId }: RequisiteRow): boolean {
  const scopes = actor.scopesOf(readRequisites);
  if (scopes === "everywhere" || actor.realActor !== null) return false;
  return scopes.some(({ kind, id }) => kind === "trader" && id === traderId);
}
