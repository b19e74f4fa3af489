import { type Event, type EventData, unavailable } from "@mainstay/contracts";
import { type Db, liveEvents } from "@mainstay/db";
import { and, eq, gt, inArray, lte, min, or } from "drizzle-orm";
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
/** Who was told nothing for this long learns how far it has come: well before what passed is swept. */
const marksEveryMs = 60_000;

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
   * happens after it is told. More marks come while nothing is told, and say how far that was. Ends with
   * the signal, or with `request.unavailable` where what was to be told next has been swept.
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
  readonly #marksEveryMs: number;
  readonly #off: () => void;
  readonly #watchers = new Set<() => void>();
  #timers: NodeJS.Timeout[] = [];
  /** Counts the times at which those who were told nothing are due a mark. */
  #markRound = 0;
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

  constructor(from: { db: Db; bus: Bus; log: Logger; marksEveryMs?: number }) {
    this.#marksEveryMs = from.marksEveryMs ?? marksEveryMs;
    this.#db = from.db;
    this.#log = from.log;
    this.#off = from.bus.on(liveTopic, this.#lookSoon, this.#lookSoon);
  }

  close(): void {
    this.#off();
    this.#rest();
  }

  #work(): void {
    if (this.#timers.length > 0) return;
    const markAll = (): void => {
      this.#markRound += 1;
      for (const wake of this.#watchers) wake();
    };
    this.#timers = [
      setInterval(this.#lookSoon, pollMs).unref(),
      setInterval(markAll, this.#marksEveryMs).unref(),
    ];
  }

  #rest(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
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
    // Nobody looked while nobody watched: what came first since may be swept.
    const first = rows[0];
    this.#latest = { from: first ? Number(first.position) - 1 : end, end, rows };
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
    this.#work();
    try {
      // What is committed but unstamped now is the past; stamp it before saying where now is.
      await this.#look();
      const after = parsePosition(from.after);
      let position = after === null ? this.#end : await this.#keptFrom(after);
      let told = position;
      let markRound = this.#markRound;
      yield { id: String(position), resumed: position === after };
      while (!signal.aborted) {
        const end = this.#end;
        // A position that is not reached yet was seen before the database was restored: start from now.
        if (position > end) position = end;
        while (position < end) {
          const { rows, to } = await this.#read({ names, after: position, end });
          for (const row of rows) {
            if (signal.aborted) return;
            position = Number(row.position);
            const data = await this.#make(read, row);
            if (data === undefined) continue;
            told = position;
            yield { id: String(position), data };
          }
          position = to;
        }
        if (this.#end !== end || signal.aborted) continue;
        if (this.#markRound !== markRound) {
          markRound = this.#markRound;
          if (position !== told) {
            told = position;
            yield { id: String(position), resumed: true };
            continue;
          }
        }
        await new Promise<void>((resolve) => {
          resume = resolve;
        });
      }
    } finally {
      signal.removeEventListener("abort", wake);
      this.#watchers.delete(wake);
      if (this.#watchers.size === 0) this.#rest();
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

  /** The position itself where all after it is still there; otherwise where what is there begins. */
  async #keptFrom(position: number): Promise<number> {
    const end = this.#end;
    if (position >= end) return end;
    if (this.#latest && position >= this.#latest.from) return position;
    const [first] = await this.#db
      .select({ position: min(liveEvents.position) })
      .from(liveEvents)
      .where(and(gt(liveEvents.position, position), lte(liveEvents.position, end)));
    return first?.position ? Number(first.position) - 1 : end;
  }

  /** Rows of these kinds, and how far they go: at most a batch after `after`. */
  async #read({ names, after, end }: { names: string[]; after: number; end: number }): Promise<{
    rows: FeedRow[];
    to: number;
  }> {
    const isAsked = ({ event }: FeedRow): boolean => names.includes(event);
    const latest = this.#latest;
    if (latest && after >= latest.from && end <= latest.end) {
      const isBetween = ({ position }: FeedRow): boolean =>
        Number(position) > after && Number(position) <= end;
      return { rows: latest.rows.filter((row) => isBetween(row) && isAsked(row)), to: end };
    }
    // Positions have no gaps, and the oldest are swept first: while the next one is there, so is all after
    // it. It is read along, whatever its kind, since asking before or after would say nothing of the read.
    const next = eq(liveEvents.position, after + 1);
    const where = and(or(next, inArray(liveEvents.event, names)), lte(liveEvents.position, end));
    const found = await readFeed(this.#db, liveEvents, { after, where, limit: batch });
    // The client comes back, and learns by the mark that something is missing.
    if (Number(found[0]?.position) !== after + 1) throw unavailable({ retryAfterSeconds: 1 });
    const to = found.length < batch ? end : Number(found.at(-1)?.position);
    return { rows: found.filter(isAsked), to };
  }
}

/** Ids come from clients: what is not a position starts from now. */
const parsePosition = (id: string | null | undefined): number | null =>
  id !== null && id !== undefined && /^\d{1,15}$/.test(id) ? Number(id) : null;
