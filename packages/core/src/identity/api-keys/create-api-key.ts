import {
  addressRangeInvalid,
  expiryPassed,
  type identity,
  manageApiKeys,
  permissionUnfit,
} from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { normalRange } from "./address-ranges.ts";
import { apiKeyView } from "./api-key-view.ts";
import { keyPermissions } from "./key-permissions.ts";
import { storeApiKey } from "./store-api-key.ts";

export const createApiKey: UseCase<typeof identity.apiKeys.create> = async (ctx, input) => {
  const { scope, name } = input;
  ctx.actor.require(manageApiKeys, scope);
  const fit = keyPermissions(scope.kind);
  const permissions = [...new Set(input.permissions)].toSorted();
  const unfit = permissions.filter((permission) => !fit.has(permission));
  if (unfit.length > 0) ctx.fail(permissionUnfit({ permissions: unfit }));

  const ranges = input.allowedIps.map((given) => ({ given, range: normalRange(given) }));
  const wrong = ranges.filter(({ range }) => range === null).map(({ given }) => given);
  if (wrong.length > 0) ctx.fail(addressRangeInvalid({ ranges: wrong }));
  const allowedIps = [...new Set(ranges.map(({ range }) => range ?? ""))];

  const expiresAt = input.expiresAt === undefined ? null : new Date(input.expiresAt);
  if (expiresAt && expiresAt <= ctx.clock.now()) {
    ctx.fail(expiryPassed({ expiresAt: expiresAt.toISOString() }));
  }
  const { key, row } = await storeApiKey(ctx, { scope, name, permissions, allowedIps, expiresAt });
  ctx.audit({
    target: `api_key:${row.id}`,
    changes: { scope, name, permissions, allowedIps, expiresAt: expiresAt?.toISOString() ?? null },
  });
  return { key, apiKey: apiKeyView(row) };
};
