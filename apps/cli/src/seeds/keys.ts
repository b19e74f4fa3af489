import { hashApiKey, withChecksum } from "@mainstay/core";
import { keyPermissions } from "@mainstay/core/identity/api-keys/key-permissions";
import { storeApiKey } from "@mainstay/core/identity/api-keys/store-api-key";
import type { Seed } from "./seed.ts";
import { demoScopes } from "./people.ts";

/** What a partner's service would have: of the right form, and obviously no secret. */
export const demoKeys = (["merchant", "trader"] as const).map((kind) => ({
  scope: { kind, id: demoScopes[kind] },
  key: withChecksum(`msk_test_developmentonly${kind}`.padEnd(41, "0")),
}));

/** In development alone. */
export const keys: Seed = {
  name: "keys",
  async run({ env, ctx, change }) {
    if (env.MODE !== "development") return null;
    let added = 0;
    for (const { scope, key } of demoKeys) {
      const there = await ctx.db.$client.query("select from api_keys where hash = $1", [
        hashApiKey(key),
      ]);
      if (there.rowCount) continue;
      const made = { scope, key, name: "Development", allowedIps: [], expiresAt: null };
      const permissions = [...keyPermissions(scope.kind)];
      const target = `${scope.kind}:${scope.id}`;
      await change("identity.apiKeys.create", storeApiKey, { ...made, permissions }, { target });
      added += 1;
    }
    return added === 0 ? null : `${added} API keys`;
  },
};
