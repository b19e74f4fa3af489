import { type Permission, webhookDisabled, webhookUnknown } from "@mainstay/contracts";
import { type Tx, webhookEndpoints } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import type { EndpointRow } from "./endpoint-view.ts";

type Unknown = typeof webhookUnknown.reason;
type Asked<D extends Ctx["db"]> = Pick<Ctx<Unknown, D>, "db" | "actor" | "fail">;

/** The endpoint, or the call ends as if there were none: also where it is somebody else's. */
export async function requireEndpoint(
  ctx: Asked<Ctx["db"]>,
  endpointId: string,
  permission: Permission,
): Promise<EndpointRow> {
  const where = eq(webhookEndpoints.id, endpointId);
  const [row] = await ctx.db.select().from(webhookEndpoints).where(where);
  return seen(ctx, endpointId, permission, row);
}

/** One change after the other. */
export async function lockEndpoint(
  ctx: Asked<Tx>,
  endpointId: string,
  permission: Permission,
): Promise<EndpointRow> {
  const where = eq(webhookEndpoints.id, endpointId);
  const [row] = await ctx.db.select().from(webhookEndpoints).where(where).for("no key update");
  return seen(ctx, endpointId, permission, row);
}

export async function requireActive(
  ctx: Pick<Ctx<Unknown | typeof webhookDisabled.reason, Tx>, "db" | "actor" | "fail">,
  endpointId: string,
  permission: Permission,
): Promise<EndpointRow> {
  const row = await requireEndpoint(ctx, endpointId, permission);
  return row.state === "active" ? row : ctx.fail(webhookDisabled({ endpointId }));
}

const seen = (
  { actor, fail }: Pick<Asked<Tx>, "actor" | "fail">,
  endpointId: string,
  permission: Permission,
  row: EndpointRow | undefined,
): EndpointRow =>
  row && actor.may(permission, { kind: "merchant", id: row.merchantId })
    ? row
    : fail(webhookUnknown({ endpointId }));
