import { sessionIdleDays } from "@mainstay/contracts";
import { apiKeys, type Db, sessions } from "@mainstay/db";
import { and, eq, lt } from "drizzle-orm";
import type { SettingsReader } from "../../platform/index.ts";
import type { Bus, Clock, Logger } from "../../ports.ts";
import { isWithin } from "../api-keys/address-ranges.ts";
import { type KnownKey, loadKeyActor } from "../api-keys/load-key-actor.ts";
import { noteKeyUse } from "../api-keys/note-key-use.ts";
import { hashSessionId } from "../lucia/hashing-adapter.ts";
import { validateSession } from "../lucia/lucia-sessions.ts";
import { accountAccess, keyAccess } from "./drop-access.ts";
import { Kept } from "./kept.ts";
import { type KnownSession, loadSessionActor } from "./load-session-actor.ts";

/** What a process believes without asking; a change that the bus lost is seen after this. */
const maxAgeMs = 60_000;
const most = 10_000;

export interface AccessSources {
  readonly db: Db;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Logger;
  readonly settings: SettingsReader;
}

/** A cookie that is good; `movedTo` where Lucia has just moved its end, and its browser must be told. */
export interface KnownCookie {
  readonly sessionId: string;
  readonly movedTo: Date | null;
}

/** What an answer hangs on. */
export interface Watched {
  readonly accountIds?: readonly string[];
  readonly keyId?: string;
}

/** Who sessions and keys belong to, as this process knows it; what changes is dropped by the bus. */
export class Access {
  readonly #from: AccessSources;
  readonly #sessions = new Kept<KnownSession>({ maxAgeMs, most });
  readonly #cookies = new Kept<KnownCookie>({ maxAgeMs, most });
  readonly #keys = new Kept<KnownKey>({ maxAgeMs, most });
  readonly #off: readonly (() => void)[];

  constructor(from: AccessSources) {
    this.#from = from;
    const dropAll = (): void => {
      this.#sessions.clear();
      this.#cookies.clear();
      this.#keys.clear();
    };
    this.#off = [
      from.bus.onPrefix(accountAccess, (id) => this.#dropAccount(id), dropAll),
      from.bus.onPrefix(keyAccess, (id) => this.#keys.drop((key) => key.id === id), dropAll),
    ];
  }

  close(): void {
    for (const off of this.#off) off();
  }

  /** Null where there is no such session any more. At once where it is known. */
  session(id: string, fresh: boolean): KnownSession | null | Promise<KnownSession | null> {
    const { db, clock, log } = this.#from;
    const load = async (): Promise<KnownSession | null> => {
      const now = clock.now();
      const known = await loadSessionActor(db, id, now);
      if (known) {
        noteSeen(db, id, now).catch((error: unknown) => {
          log.warn({ err: error }, "when a session was last seen could not be noted");
        });
      }
      return known;
    };
    if (fresh) return this.#sessions.load(id, load);
    const known = this.#sessions.get(id, load);
    return known instanceof Promise || known === null || known.until > clock.now() ? known : null;
  }

  cookie(value: string): KnownCookie | null | Promise<KnownCookie | null> {
    return this.#cookies.get(hashSessionId(value), async () => {
      const { db, settings } = this.#from;
      const session = await validateSession(db, value, await settings.get(sessionIdleDays));
      if (!session) return null;
      const { publicId, expiresAt, moved } = session;
      return { sessionId: publicId, movedTo: moved ? expiresAt : null };
    });
  }

  /** Null where there is no such key any more. Where it may be used from is for its user to check. */
  key(
    hash: Buffer,
    { fresh, ip }: { fresh: boolean; ip: string | null },
  ): KnownKey | null | Promise<KnownKey | null> {
    const { db, clock, log } = this.#from;
    const load = async (): Promise<KnownKey | null> => {
      const now = clock.now();
      const known = await loadKeyActor(db, hash, now);
      if (known && isWithin(known.allowedIps, ip)) {
        noteKeyUse(db, { id: known.id, ip, now }).catch((error: unknown) => {
          log.warn({ err: error }, "when a key was last used could not be noted");
        });
      }
      return known;
    };
    const name = hash.toString("base64");
    if (fresh) return this.#keys.load(name, load);
    const known = this.#keys.get(name, load);
    if (known instanceof Promise || known?.expiresAt == null) return known;
    return known.expiresAt > clock.now() ? known : null;
  }

  /** For who was told a key's id, and not the key. */
  async keyById(id: string, use: { fresh: boolean; ip: string | null }): Promise<KnownKey | null> {
    const [row] = await this.#from.db
      .select({ hash: apiKeys.hash })
      .from(apiKeys)
      .where(eq(apiKeys.id, id));
    return row ? this.key(row.hash, use) : null;
  }

  /** Tells when something about an account or key changed, or may have. */
  watch(of: Watched, changed: () => void): () => void {
    const { bus } = this.#from;
    const topics = (of.accountIds ?? []).map((id) => accountAccess + id);
    if (of.keyId !== undefined) topics.push(keyAccess + of.keyId);
    const offs = topics.map((topic) => bus.on(topic, changed, changed));
    return () => {
      for (const off of offs) off();
    };
  }

  #dropAccount(id: string): void {
    this.#sessions.drop(({ accountIds }) => accountIds.includes(id));
  }
}

const seenEveryMs = 60_000;

/** For the owner's list of sessions; outside the call's way. */
const noteSeen = (db: Db, publicId: string, now: Date): Promise<unknown> =>
  db
    .update(sessions)
    .set({ seenAt: now })
    .where(
      and(
        eq(sessions.publicId, publicId),
        lt(sessions.seenAt, new Date(now.getTime() - seenEveryMs)),
      ),
    );
