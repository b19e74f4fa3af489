import { apiKeyMissing, manageApiKeys } from "@mainstay/contracts";
import { apiKeys, type Tx } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import type { ApiKeyRow } from "./api-key-view.ts";

/** For changing it. A key of somebody else is answered like one that does not exist. */
export async function lockOwnKey(
  ctx: Ctx<typeof apiKeyMissing.reason, Tx>,
  apiKeyId: string,
): Promise<ApiKeyRow> {
  const [row] = await ctx.db.select().from(apiKeys).where(eq(apiKeys.id, apiKeyId)).for("update");
  if (!row || !ctx.actor.may(manageApiKeys, { kind: row.scopeKind, id: row.scopeId })) {
    return ctx.fail(apiKeyMissing({ apiKeyId }));
  }
  return row;
}
