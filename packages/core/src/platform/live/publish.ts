import type { Event, EventData } from "@mainstay/contracts";
import { liveEvents, tell, type Tx, wakeAfterCommit } from "@mainstay/db";
import { sql } from "drizzle-orm";
import { liveTopic } from "./live-events.ts";

/** Tells watchers in every process, once this transaction commits. */
export function publish<E extends Event>(tx: Tx, event: E, data: EventData<E>): void {
  // Not now(), which is when the transaction began: events are kept from when they were published.
  const at = sql`clock_timestamp()`;
  const row = { event: event.event, data: event.data.parse(data), at };
  tell(tx, tx.insert(liveEvents).values(row).toSQL());
  wakeAfterCommit(tx, liveTopic);
}
