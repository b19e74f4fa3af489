import { type Event, type EventData, unavailable } from "@mainstay/contracts";
import { type Db, liveEvents } from "@mainstay/db";
import { and, eq, inArray, lte } from "drizzle-orm";
import type { Mark, Tracked } from "../../context.ts";
import type { Bus, Logger } from "../../ports.ts";
import { endOfFeed, readFeed, stampFeed } from "../feed/feed.ts";

export const liveTopic = "live";
/** The guarantee behind the bus: a wake that was lost is made good after this. */
const pollMs = 1_000;
/** Rows of one read. */
const batch = 200;
/** Rows that are read once for all who wait for them. */
const mostShared = 1_000;
/** Less than events are kept: who waits for its client longer may have missed some by then. */
const patienceMs = 60_000;

type FeedRow = typeof liveEvents.$inferSelect;

export type ReadEvent<E extends Event, T> = (
  event: { readonly event: E["event"]; readonly data: EventData<E> },
  db: Db,
) => Promise<T | undefined> | T | undefined;

export interface LiveEvents {
  /**
   * Events of these kinds, in the order of their positions, each once: after the position `after`, or
   * from now on. `read` makes of each what is told, or undefined to tell nothing; what the same function
   * makes of an event is made once for all who watch with it. The first that comes is a mark: what
   * happens after it is told. Ends with the signal.
   */
  watch<E extends Event, T>(
    events: readonly E[],
    from: { after: string | null | undefined; signal: AbortSignal },
    read: ReadEvent<E, T>,
  ): AsyncGenerator<Mark | Tracked<T>>;
}

/**
 * One a process: stamps for all of its watchers, and wakes them when the end of the feed has moved. It
 * works only while there are any, and what it costs while nothing happens does not grow with them.
 */
export class LiveFeed implements LiveEvents {
  readonly #db: Db;
  readonly #log: Logger;
  readonly #patienceMs: number;
  readonly #off: () => void;
  readonly #watchers = new Set<() => void>();
  #timer: NodeJS.Timeout | null = null;
  /** As of the last look. Looks follow one another, so it goes back only where the database did. */
  #end = 0;
  /** All rows after `from` and up to the end. */
  #latest: {
    readonly from: number;
    readonly end: number;
    readonly rows: readonly FeedRow[];
  } | null = null;
  #made = new WeakMap<object, Map<number, Promise<unknown>>>();
  #looking: Promise<void> | null = null;
  #next: Promise<void> | null = null;

  constructor(from: { db: Db; bus: Bus; log: Logger; patienceMs?: number }) {
    this.#patienceMs = from.patienceMs ?? patienceMs;
    this.#db = from.db;
    this.#log = from.log;
    this.#off = from.bus.on(liveTopic, this.#lookSoon, this.#lookSoon);
  }

  close(): void {
    this.#off();
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  readonly #lookSoon = (): void => {
    if (this.#watchers.size === 0) return;
    this.#look().catch((error: unknown) => {
      this.#log.warn({ err: error }, "live events could not be looked up; trying again");
    });
  };

  /** A look that begins from now on: all who ask during one share the next. */
  #look(): Promise<void> {
    if (this.#next) return this.#next;
    if (!this.#looking) {
      this.#looking = this.#findEnd().finally(() => {
        this.#looking = null;
      });
      return this.#looking;
    }
    const lookAgain = (): Promise<void> => {
      this.#next = null;
      return this.#look();
    };
    return (this.#next = this.#looking.then(lookAgain, lookAgain));
  }

  async #findEnd(): Promise<void> {
    while (await stampFeed(this.#db, liveEvents));
    const end = await endOfFeed(this.#db, liveEvents);
    if (end === this.#end) return;
    // A database that was restored gives positions out again.
    if (end < this.#end) this.#made = new WeakMap();
    await this.#readLatest(end);
    this.#end = end;
    for (const wake of this.#watchers) wake();
  }

  /** Most who watch are at the end already: what comes next is read for all of them at once. */
  async #readLatest(end: number): Promise<void> {
    const from = this.#end;
    this.#latest = null;
    if (this.#watchers.size < 2 || end <= from || end - from > mostShared) return;
    const where = lte(liveEvents.position, end);
    const rows = await readFeed(this.#db, liveEvents, { after: from, where, limit: mostShared });
    this.#latest = { from, end, rows };
  }

  async *watch<E extends Event, T>(
    events: readonly E[],
    from: { after: string | null | undefined; signal: AbortSignal },
    read: ReadEvent<E, T>,
  ): AsyncGenerator<Mark | Tracked<T>> {
    const { signal } = from;
    const names = events.map((event) => event.event);
    let resume = (): void => {};
    const wake = (): void => resume();
    signal.addEventListener("abort", wake);
    this.#watchers.add(wake);
    this.#timer ??= setInterval(this.#lookSoon, pollMs).unref();
    try {
      // What is committed but unstamped now is the past; stamp it before saying where now is.
      await this.#look();
      const after = parsePosition(from.after);
      const resumed = after !== null && (await this.#isKeptAfter(after));
      let position = Math.min(after ?? this.#end, this.#end);
      let upToDateAt = performance.now();
      yield { id: String(position), resumed };
      while (!signal.aborted) {
        const end = this.#end;
        // A position that is not reached yet was seen before the database was restored: start from now.
        if (position > end) position = end;
        while (position < end) {
          const isLate = performance.now() - upToDateAt > this.#patienceMs;
          // Its client comes back, and learns by the mark that something is missing.
          if (isLate && !(await this.#isKeptAfter(position))) {
            throw unavailable({ retryAfterSeconds: 1 });
          }
          const rows = await this.#read({ names, after: position, end });
          for (const row of rows) {
            if (signal.aborted) return;
            position = Number(row.position);
            const told = await this.#make(read, row);
            if (told !== undefined) yield { id: String(position), data: told };
          }
          if (rows.length < batch) position = end;
        }
        if (this.#end !== end || signal.aborted) continue;
        await new Promise<void>((resolve) => {
          resume = resolve;
        });
        upToDateAt = performance.now();
      }
    } finally {
      signal.removeEventListener("abort", wake);
      this.#watchers.delete(wake);
      if (this.#watchers.size === 0 && this.#timer) {
        clearInterval(this.#timer);
        this.#timer = null;
      }
    }
  }

  #make<E extends Event, T>(read: ReadEvent<E, T>, row: FeedRow): Promise<T | undefined> {
    const position = Number(row.position);
    let ofRead = this.#made.get(read);
    if (!ofRead) this.#made.set(read, (ofRead = new Map()));
    let made = ofRead.get(position) as Promise<T | undefined> | undefined;
    if (!made) {
      const event = { event: row.event as E["event"], data: row.data as EventData<E> };
      made = Promise.resolve(read(event, this.#db));
      ofRead.set(position, made);
      // Those that come late make theirs again.
      for (const old of ofRead.keys()) if (ofRead.size > batch) ofRead.delete(old);
      const forget = (): void => void ofRead.delete(position);
      made.catch(forget);
    }
    return made;
  }

  /** Positions have no gaps: where the next one is gone, events were swept that nobody told. */
  async #isKeptAfter(position: number): Promise<boolean> {
    if (position >= this.#end) return position === this.#end;
    if (this.#latest && position >= this.#latest.from) return true;
    const next = await this.#db.$count(liveEvents, eq(liveEvents.position, position + 1));
    return next > 0;
  }

  async #read({
    names,
    after,
    end,
  }: {
    names: string[];
    after: number;
    end: number;
  }): Promise<FeedRow[]> {
    const latest = this.#latest;
    if (latest && after >= latest.from && end <= latest.end) {
      const isAsked = ({ event, position }: FeedRow): boolean =>
        Number(position) > after && Number(position) <= end && names.includes(event);
      return latest.rows.filter(isAsked).slice(0, batch);
    }
    const where = and(inArray(liveEvents.event, names), lte(liveEvents.position, end));
    return readFeed(this.#db, liveEvents, { after, where, limit: batch });
  }
}

/** Ids come from clients: what is not a position starts from now. */
const parsePosition = (id: string | null | undefined): number | null =>
  id !== null && id !== undefined && /^\d{1,15}$/.test(id) ? Number(id) : null;
