import { fileAttached, fileMissing, type platform, removeStored } from "@mainstay/contracts";
import { files } from "@mainstay/db";
import { and, eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { enqueue } from "../outbox/enqueue.ts";
import { keptKey, uploadKey } from "./file-keys.ts";
import type { FileRow } from "./file-view.ts";
import { removeLate } from "./remove-late.ts";

export const removeFile: UseCase<typeof platform.files.remove> = async (ctx, { fileId }) => {
  const own = and(eq(files.id, fileId), eq(files.owner, ctx.actor.owner));
  const [row] = await ctx.db.select().from(files).where(own).for("update");
  if (!row) return ctx.fail(fileMissing({ fileId }));
  if (row.attachedTo !== null) ctx.fail(fileAttached({ fileId }));
  ctx.audit({ target: `file:${fileId}`, changes: { purpose: row.purpose } });
  await ctx.db.delete(files).where(own);
  enqueue(ctx.db, removeStored, { keys: keysOf(row) });
  await removeLate(ctx.db, row, ctx.clock.now());
};

/** All that may lie in the store because of it. */
export const keysOf = ({ id, sha256 }: FileRow): string[] => [
  uploadKey(id),
  ...(sha256 ? [keptKey(id, sha256)] : []),
];
