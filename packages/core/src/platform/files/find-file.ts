import { readFiles } from "@mainstay/contracts";
import { type DbOrTx, files } from "@mainstay/db";
import { and, eq } from "drizzle-orm";
import type { Actor } from "../../actor.ts";
import type { FileRow } from "./file-view.ts";

/** Whoever's it is; those of others are as good as not there. */
export async function findOwn(
  db: DbOrTx,
  { fileId, owner }: { fileId: string; owner: string },
): Promise<FileRow | undefined> {
  const [row] = await db
    .select()
    .from(files)
    .where(and(eq(files.id, fileId), eq(files.owner, owner)));
  return row;
}

/** Also those of others, for who may read them all. */
export async function findReadable(
  db: DbOrTx,
  { fileId, actor }: { fileId: string; actor: Actor },
): Promise<FileRow | undefined> {
  if (!actor.may(readFiles)) return findOwn(db, { fileId, owner: actor.owner });
  const [row] = await db.select().from(files).where(eq(files.id, fileId));
  return row;
}
