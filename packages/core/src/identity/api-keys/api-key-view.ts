import type { ApiKeyView } from "@mainstay/contracts";
import type { apiKeys } from "@mainstay/db";
import type { z } from "zod";

export type ApiKeyRow = typeof apiKeys.$inferSelect;

export const apiKeyView = (row: ApiKeyRow): z.input<typeof ApiKeyView> => ({
  id: row.id,
  scope: { kind: row.scopeKind, id: row.scopeId },
  name: row.name,
  hint: row.hint,
  permissions: row.permissions,
  allowedIps: row.allowedIps,
  createdAt: row.createdAt.toISOString(),
  createdBy: row.createdBy,
  expiresAt: row.expiresAt?.toISOString() ?? null,
  revokedAt: row.revokedAt?.toISOString() ?? null,
  rotatedTo: row.rotatedTo,
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  lastUsedFrom: row.lastUsedFrom,
});
