import { files, type Tx } from "@mainstay/db";
import { and, eq, isNull } from "drizzle-orm";

/** What belongs to nothing goes with its owner; what belongs to something stays, without its owner's words. */
export async function forgetFiles(
  tx: Tx,
  { owner, now }: { owner: string; now: Date },
): Promise<void> {
  const own = eq(files.owner, owner);
  await tx.update(files).set({ name: "file" }).where(own);
  await tx
    .update(files)
    .set({ expiresAt: now })
    .where(and(own, isNull(files.attachedTo)));
}
