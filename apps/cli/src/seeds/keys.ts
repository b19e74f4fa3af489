import { hashApiKey, withChecksum } from "@mainstay/core";
import { keyPermissions } from "@mainstay/core/identity/api-keys/key-permissions";
import { storeApiKey } from "@mainstay/core/identity/api-keys/store-api-key";
import type { Operator } from "../operator.ts";
import { isThere } from "./is-there.ts";
import { demoScopes } from "./people.ts";
import type { Seed } from "./seed.ts";

/** What a partner's service would have: of the right form, and obviously no secret. */
export const demoKeys = (["merchant", "trader"] as const).map((kind) => ({
  scope: { kind, id: demoScopes[kind] },
  key: withChecksum(`msk_test_developmentonly${kind}`.padEnd(41, "0")),
}));
type DemoKey = (typeof demoKeys)[number];

/** In development alone. */
export const keys: Seed = {
  name: "keys",
  async run(operator) {
    if (operator.env.MODE !== "development") return null;
    let added = 0;
    for (const each of demoKeys) if (await addKey(operator, each)) added += 1;
    return added === 0 ? null : `${added} API keys`;
  },
};

/** It may all that such a key can, also what was not there yet when it was made. */
async function addKey(operator: Operator, { scope, key }: DemoKey): Promise<boolean> {
  const permissions = [...keyPermissions(scope.kind)];
  const hash = hashApiKey(key);
  if (await isThere(operator, "select from api_keys where hash = $1", [hash])) {
    const more = "update api_keys set permissions = $2 where hash = $1 and not permissions @> $2";
    return isThere(operator, more, [hash, permissions]);
  }
  const made = { scope, key, permissions, name: "Development", allowedIps: [], expiresAt: null };
  const target = `${scope.kind}:${scope.id}`;
  await operator.change("identity.apiKeys.create", storeApiKey, made, { target });
  return true;
}
