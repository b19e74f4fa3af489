import { apiKeyEnded, type identity } from "@mainstay/contracts";
import { apiKeys } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { dropKeyAccess } from "../access/drop-access.ts";
import { apiKeyView } from "./api-key-view.ts";
import { lockOwnKey } from "./lock-own-key.ts";
import { storeApiKey } from "./store-api-key.ts";

const hour = 3_600_000;

/** Its successor has the same settings, its expiry too: rotating is no way to live longer than was meant. */
export const rotateApiKey: UseCase<typeof identity.apiKeys.rotate> = async (ctx, input) => {
  const { apiKeyId, overlapHours } = input;
  ctx.audit({ target: `api_key:${apiKeyId}` });
  const old = await lockOwnKey(ctx, apiKeyId);
  const now = ctx.clock.now();
  const hasRunOut = old.expiresAt !== null && old.expiresAt <= now;
  if (old.revokedAt || old.rotatedTo || hasRunOut) return ctx.fail(apiKeyEnded({ apiKeyId }));

  const { key, row } = await storeApiKey(ctx, {
    scope: { kind: old.scopeKind, id: old.scopeId },
    name: old.name,
    permissions: old.permissions,
    allowedIps: old.allowedIps,
    expiresAt: old.expiresAt,
  });
  const overlapEnd = new Date(now.getTime() + overlapHours * hour);
  const expiresAt = old.expiresAt && old.expiresAt < overlapEnd ? old.expiresAt : overlapEnd;
  await ctx.db
    .update(apiKeys)
    .set({ expiresAt, rotatedTo: row.id })
    .where(eq(apiKeys.id, apiKeyId));
  dropKeyAccess(ctx.db, apiKeyId);
  ctx.audit({
    target: `api_key:${apiKeyId}`,
    changes: { rotatedTo: row.id, expiresAt: expiresAt.toISOString() },
  });
  return { key, apiKey: apiKeyView(row) };
};
