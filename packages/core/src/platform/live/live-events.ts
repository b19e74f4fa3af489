import type { Event, EventData } from "@mainstay/contracts";
import { type Db, liveEvents } from "@mainstay/db";
import { inArray } from "drizzle-orm";
import type { Bus, Logger } from "../../ports.ts";
import { endOfFeed, readFeed, stampFeed } from "../feed/feed.ts";

export const liveTopic = "live";
/** The guarantee behind the bus: a wake that was lost is made good after this. */
const pollMs = 1_000;

type FeedRow = typeof liveEvents.$inferSelect;

export interface LiveEvents {
  /**
   * Events of these kinds, in the order of their positions, each once: after the position `after`, or
   * from now on. Ends with the signal.
   */
  watch<E extends Event>(
    events: readonly E[],
    from: { after: string | null | undefined; signal: AbortSignal },
  ): AsyncGenerator<{ id: string; event: E["event"]; data: EventData<E> }>;
}

/** One a process: stamps and wakes for all of its watchers, and works only while there are any. */
export class LiveFeed implements LiveEvents {
  readonly #db: Db;
  readonly #log: Logger;
  readonly #off: () => void;
  readonly #watchers = new Set<() => void>();
  #timer: NodeJS.Timeout | null = null;
  #stamping: Promise<void> | null = null;
  #again = false;

  constructor(from: { db: Db; bus: Bus; log: Logger }) {
    this.#db = from.db;
    this.#log = from.log;
    this.#off = from.bus.on(liveTopic, this.#look, this.#look);
  }

  close(): void {
    this.#off();
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  readonly #look = (): void => {
    if (this.#watchers.size === 0) return;
    if (this.#stamping) {
      this.#again = true;
      return;
    }
    this.#stamping = this.#stampAndWake().finally(() => {
      this.#stamping = null;
      if (this.#again) {
        this.#again = false;
        this.#look();
      }
    });
  };

  async #stampAndWake(): Promise<void> {
    try {
      while (await stampFeed(this.#db, liveEvents));
    } catch (error) {
      this.#log.warn({ err: error }, "live events could not be stamped; trying again");
    }
    for (const wake of this.#watchers) wake();
  }

  async *watch<E extends Event>(
    events: readonly E[],
    from: { after: string | null | undefined; signal: AbortSignal },
  ): AsyncGenerator<{ id: string; event: E["event"]; data: EventData<E> }> {
    const names = events.map((event) => event.event);
    let woken = true;
    let resume: (() => void) | null = null;
    const wake = (): void => {
      woken = true;
      resume?.();
    };
    from.signal.addEventListener("abort", wake);
    this.#watchers.add(wake);
    this.#timer ??= setInterval(this.#look, pollMs).unref();
    try {
      let position = parsePosition(from.after);
      if (position === null) {
        // What is committed but unstamped now is the past; stamp it before saying where now is.
        while (await stampFeed(this.#db, liveEvents));
        position = await endOfFeed(this.#db, liveEvents);
      } else this.#look();
      while (!from.signal.aborted) {
        if (!woken) {
          await new Promise<void>((resolve) => {
            resume = resolve;
            if (woken) resolve();
          });
        }
        woken = false;
        for (;;) {
          const rows: FeedRow[] = await readFeed(this.#db, liveEvents, {
            after: position,
            where: inArray(liveEvents.event, names),
          });
          for (const row of rows) {
            if (from.signal.aborted) return;
            position = Number(row.position);
            yield {
              id: String(position),
              event: row.event as E["event"],
              data: row.data as EventData<E>,
            };
          }
          if (rows.length === 0) break;
        }
      }
    } finally {
      from.signal.removeEventListener("abort", wake);
      this.#watchers.delete(wake);
      if (this.#watchers.size === 0 && this.#timer) {
        clearInterval(this.#timer);
        this.#timer = null;
      }
    }
  }
}

/** Ids come from clients: what is not a position starts from now. */
const parsePosition = (id: string | null | undefined): number | null =>
  id !== null && id !== undefined && /^\d{1,15}$/.test(id) ? Number(id) : null;
