import type { Payload, removeStored as removeStoredJob } from "@mainstay/contracts";
import { files } from "@mainstay/db";
import { and, eq } from "drizzle-orm";
import type { JobCtx } from "../../job-context.ts";
import { keptKey } from "./file-keys.ts";

export async function removeStored(
  { db, fileStore, signal }: JobCtx,
  { keys, unlessOf }: Payload<typeof removeStoredJob>,
): Promise<void> {
  const [kept] = unlessOf
    ? await db
        .select()
        .from(files)
        .where(and(eq(files.id, unlessOf), eq(files.state, "ready")))
    : [];
  const needed = kept?.sha256 ? keptKey(kept.id, kept.sha256) : null;
  for (const key of keys) if (key !== needed) await fileStore.remove(key, signal);
}
