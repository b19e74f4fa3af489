import type { Payload, removeStored as removeStoredJob } from "@mainstay/contracts";
import type { JobCtx } from "../../job-context.ts";

export async function removeStored(
  { fileStore, signal }: JobCtx,
  { keys }: Payload<typeof removeStoredJob>,
): Promise<void> {
  for (const key of keys) await fileStore.remove(key, signal);
}
