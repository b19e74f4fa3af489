import type { identity } from "@mainstay/contracts";
import { apiKeys } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { dropKeyAccess } from "../access/drop-access.ts";
import { apiKeyView } from "./api-key-view.ts";
import { lockOwnKey } from "./lock-own-key.ts";

/** The first time counts; again changes nothing. Its successor, if it has one, lives on. */
export const revokeApiKey: UseCase<typeof identity.apiKeys.revoke> = async (ctx, { apiKeyId }) => {
  ctx.audit({ target: `api_key:${apiKeyId}` });
  const row = await lockOwnKey(ctx, apiKeyId);
  if (row.revokedAt) return apiKeyView(row);
  const revokedAt = ctx.clock.now();
  await ctx.db.update(apiKeys).set({ revokedAt }).where(eq(apiKeys.id, apiKeyId));
  dropKeyAccess(ctx.db, apiKeyId);
  ctx.audit({ target: `api_key:${apiKeyId}`, changes: { revokedAt: revokedAt.toISOString() } });
  return apiKeyView({ ...row, revokedAt });
};
