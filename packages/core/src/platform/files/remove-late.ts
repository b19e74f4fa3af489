import { removeStored } from "@mainstay/contracts";
import type { Tx } from "@mainstay/db";
import { enqueue } from "../outbox/enqueue.ts";
import { uploadKey } from "./file-keys.ts";
import { uploadMs } from "./file-times.ts";
import type { FileRow } from "./file-view.ts";

/** What began at a bucket's address while it was good may be on its way for long. */
const lateMs = 60 * 60_000;

/**
 * Promises that nothing stays at an upload's place. A bucket knows nothing of rows: the address that was
 * given takes bytes until its end, also when the file was decided on or is gone.
 */
export async function removeLate(
  tx: Tx,
  { id, createdAt }: Pick<FileRow, "id" | "createdAt">,
  now: Date,
): Promise<void> {
  const runAt = new Date(createdAt.getTime() + uploadMs + lateMs);
  if (runAt > now) enqueue(tx, removeStored, { keys: [uploadKey(id)] }, { runAt });
}
