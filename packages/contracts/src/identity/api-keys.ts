import { z } from "zod";
import { permission, Scope, scopeKinds } from "../access.ts";
import { mutation, query } from "../define.ts";
import { page, pageInput } from "../page.ts";
import { reason } from "../reason.ts";
import { moment } from "./account.ts";

const keyRoles = ["owner", "lead", "merchant", "trader"] as const;
export const readApiKeys = permission("identity.api_keys.read", {
  roles: [...keyRoles, "support"],
  scopes: scopeKinds,
});
export const manageApiKeys = permission("identity.api_keys.manage", {
  roles: keyRoles,
  scopes: scopeKinds,
});

export const apiKeyMissing = reason("identity.api_key_missing", {
  kind: "not_found",
  message: "There is no API key {apiKeyId}.",
  details: z.object({ apiKeyId: z.string() }),
});
export const apiKeyEnded = reason("identity.api_key_ended", {
  kind: "precondition",
  message: "The API key {apiKeyId} is revoked, has run out or was rotated already.",
  details: z.object({ apiKeyId: z.string() }),
});
export const permissionUnfit = reason("identity.permission_unfit", {
  kind: "invalid",
  message: "A key of this owner cannot have these permissions: {permissions}.",
  details: z.object({ permissions: z.array(z.string()) }),
});
export const addressRangeInvalid = reason("identity.address_range_invalid", {
  kind: "invalid",
  message: "These are no IP addresses or ranges: {ranges}.",
  details: z.object({ ranges: z.array(z.string()) }),
});
export const expiryPassed = reason("identity.expiry_passed", {
  kind: "invalid",
  message: "The expiry {expiresAt} has passed already.",
  details: z.object({ expiresAt: moment }),
});

export const ApiKeyView = z
  .object({
    id: z.uuid(),
    scope: Scope,
    name: z.string(),
    hint: z.string().describe("The key's beginning, to know it by."),
    permissions: z.array(z.string()),
    allowedIps: z.array(z.string()).describe("Empty: any."),
    createdAt: moment,
    createdBy: z.string(),
    expiresAt: moment.nullable(),
    revokedAt: moment.nullable(),
    rotatedTo: z.uuid().nullable(),
    lastUsedAt: moment.nullable(),
    lastUsedFrom: z.string().nullable(),
  })
  .meta({ id: "ApiKey" });
export const NewApiKey = z
  .object({ key: z.string().describe("Shown once, now."), apiKey: ApiKeyView })
  .meta({ id: "NewApiKey" });

const change = { access: manageApiKeys, fresh: true, limit: "write" } as const;

export const apiKeys = {
  create: mutation({
    ...change,
    summary: "Make a key for a partner's service",
    sensitive: true,
    input: z.object({
      scope: Scope,
      name: z.string().trim().min(1).max(100),
      permissions: z.array(z.string().max(100)).min(1).max(200),
      expiresAt: moment.optional(),
      allowedIps: z
        .array(z.string().max(50))
        .max(50)
        .default([])
        .meta({ examples: [["203.0.113.7", "198.51.100.0/24"]] }),
    }),
    output: NewApiKey,
    errors: [permissionUnfit, addressRangeInvalid, expiryPassed],
  }),
  list: query({
    summary: "Keys of a merchant, trader, team or branch; newest first",
    access: readApiKeys,
    input: z.object({ ...pageInput, scope: Scope }),
    output: page(ApiKeyView),
  }),
  revoke: mutation({
    ...change,
    summary: "End a key at once",
    input: z.object({ apiKeyId: z.uuid() }),
    output: ApiKeyView,
    errors: [apiKeyMissing],
  }),
  rotate: mutation({
    ...change,
    summary: "Make a key's successor; the old one lives on for the overlap",
    sensitive: true,
    input: z.object({
      apiKeyId: z.uuid(),
      overlapHours: z.int().min(0).max(720).default(24),
    }),
    output: NewApiKey,
    errors: [apiKeyMissing, apiKeyEnded],
  }),
};
