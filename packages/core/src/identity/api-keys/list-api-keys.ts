import { type identity, readApiKeys } from "@mainstay/contracts";
import { apiKeys } from "@mainstay/db";
import { and, desc, eq, lt } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { idOfCursor, pageOf } from "../../page.ts";
import { apiKeyView } from "./api-key-view.ts";

export const listApiKeys: UseCase<typeof identity.apiKeys.list> = async (ctx, input) => {
  const { scope, cursor, limit } = input;
  ctx.actor.require(readApiKeys, scope);
  const after = idOfCursor(cursor);
  const rows = await ctx.db
    .select()
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.scopeKind, scope.kind),
        eq(apiKeys.scopeId, scope.id),
        after === null ? undefined : lt(apiKeys.id, after),
      ),
    )
    .orderBy(desc(apiKeys.id))
    .limit(limit + 1);
  return pageOf(rows, limit, apiKeyView);
};
