import type { Scope } from "@mainstay/contracts";
import { apiKeys, type Tx } from "@mainstay/db";
import type { Actor } from "../../actor.ts";
import type { Ctx } from "../../context.ts";
import { hashApiKey, hintOf, mintApiKey } from "./api-key.ts";
import type { ApiKeyRow } from "./api-key-view.ts";

/** The key itself is in the answer and nowhere else. */
export async function storeApiKey(
  ctx: Pick<Ctx<never, Tx, Actor>, "db" | "clock" | "keyKind" | "actor">,
  from: {
    scope: Scope;
    name: string;
    permissions: readonly string[];
    allowedIps: readonly string[];
    expiresAt: Date | null;
    /** For development's seed, whose keys are no secret. */
    key?: string;
  },
): Promise<{ key: string; row: ApiKeyRow }> {
  const { scope, name, permissions, allowedIps, expiresAt, key = mintApiKey(ctx.keyKind) } = from;
  const [row] = await ctx.db
    .insert(apiKeys)
    .values({
      scopeKind: scope.kind,
      scopeId: scope.id,
      name,
      hash: hashApiKey(key),
      hint: hintOf(key),
      permissions: [...permissions],
      allowedIps: [...allowedIps],
      createdBy: ctx.actor.name,
      createdAt: ctx.clock.now(),
      expiresAt,
    })
    .returning();
  if (!row) throw new Error("An insert answered with no row");
  return { key, row };
}
