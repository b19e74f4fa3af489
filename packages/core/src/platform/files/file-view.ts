import type { FileView } from "@mainstay/contracts";
import type { files } from "@mainstay/db";
import type { z } from "zod";

export type FileRow = typeof files.$inferSelect;

export const fileView = (row: FileRow): z.input<typeof FileView> => ({
  id: row.id,
  purpose: row.purpose,
  visibility: row.visibility,
  state: row.state,
  name: row.name,
  type: row.type,
  bytes: row.bytes,
  width: row.width,
  height: row.height,
  problem: row.problem,
  attachedTo: row.attachedTo,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt?.toISOString() ?? null,
});
