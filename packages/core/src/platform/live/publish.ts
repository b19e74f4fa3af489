import type { Event, EventData } from "@mainstay/contracts";
import { liveEvents, type Tx, wakeAfterCommit } from "@mainstay/db";
import { sql } from "drizzle-orm";
import { liveTopic } from "./live-events.ts";

/** Tells watchers in every process, once this transaction commits. */
export async function publish<E extends Event>(
  tx: Tx,
  event: E,
  data: EventData<E>,
): Promise<void> {
  await tx
    .insert(liveEvents)
    .values({ event: event.event, data: event.data.parse(data), at: sql`now()` });
  wakeAfterCommit(tx, liveTopic);
}
