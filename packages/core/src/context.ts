import type {
  anyone,
  DomainError,
  In,
  Procedure,
  ProcedureKind,
  ReasonOf,
  VisitorKind,
  withAccount,
} from "@mainstay/contracts";
import type { Db, DbOrTx, Tx } from "@mainstay/db";
import type { z } from "zod";
import type { AccountActor, Actor, VisitorActor } from "./actor.ts";
import type { Browser } from "./browser.ts";
import type { KeyKind } from "./identity/api-keys/api-key.ts";
import type { AccessTokens } from "./identity/tokens/access-tokens.ts";
import type { FileStore, Images } from "./platform/files/file-store.ts";
import type { Line } from "./platform/files/line.ts";
import type { LiveEvents } from "./platform/live/live-events.ts";
import type { ReferenceReader } from "./platform/reference/reference-reader.ts";
import type { NotificationChannels } from "./platform/notifications/transports.ts";
import type { SettingsReader } from "./platform/settings/settings-reader.ts";
import type { Captcha, Clock, Geo, Logger, Sealer } from "./ports.ts";

/**
 * What a use case is given. `R` is the reasons it may refuse with: a use case can call another only if
 * that one's reasons are among its own, because `fail` is not generic.
 */
export interface Ctx<
  R extends string = never,
  D extends DbOrTx = DbOrTx,
  A extends Actor | null = Actor,
> {
  readonly db: D;
  readonly actor: A;
  readonly clock: Clock;
  readonly log: Logger;
  readonly settings: SettingsReader;
  readonly reference: ReferenceReader;
  readonly live: LiveEvents;
  readonly sealer: Sealer;
  readonly tokens: AccessTokens;
  readonly geo: Geo;
  readonly channels: NotificationChannels;
  /** Null where none is ever asked for. */
  readonly captcha: Captcha | null;
  readonly fileStore: FileStore;
  readonly images: Images;
  /** For who holds a whole file in memory. */
  readonly fileLine: Line;
  /** Where the payment page is. */
  readonly payUrl: string;
  /** Which API keys are made here. */
  readonly keyKind: KeyKind;
  readonly requestId: string;
  readonly ip: string | null;
  readonly userAgent: string | null;
  /** Null where the call comes from no page of an allowed origin on the same site: there are no cookies. */
  readonly browser: Browser | null;
  readonly signal: AbortSignal;
  /** Ends the call with this error; what it wrote is rolled back. */
  readonly fail: (error: DomainError<R>) => never;
  /** Ends the call with this error and keeps what it wrote: failed attempts, histories. */
  readonly refuse: (error: DomainError<R>) => never;
  /** Adds to the audit row of a mutation what it was done to, and what changed. */
  readonly audit: (entry: AuditEntry) => void;
}

export interface AuditEntry {
  /** `kind:id`. */
  target: string;
  changes?: Record<string, unknown>;
}

type ActorOf<P extends Procedure> = P["access"] extends typeof anyone
  ? Actor | null
  : P["access"] extends typeof withAccount
    ? AccountActor
    : P["access"] extends VisitorKind
      ? VisitorActor
      : Actor;
type DbOf<K extends ProcedureKind> = K extends "mutation" ? Tx : Db;

export type CtxOf<P extends Procedure> = Ctx<ReasonOf<P>, DbOf<P["kind"]>, ActorOf<P>>;
export type Answer<P extends Procedure> = z.input<P["output"]>;

/** One event of a subscription; a client that reconnects resumes after `id`. */
export interface Tracked<T> {
  readonly id: string;
  readonly data: T;
}

/**
 * Where a subscription begins, told before anything else: a client that is cut off before the first event
 * can go on from here. `resumed` says that nothing is missing since the id it came with. Later ones say how
 * far a subscription has come that told nothing for a while.
 */
export interface Mark {
  readonly id: string;
  readonly resumed: boolean;
}

/** The function behind a procedure: one file, named after it. */
export type UseCase<P extends Procedure> = P["kind"] extends "subscription"
  ? (ctx: CtxOf<P>, input: In<P>) => AsyncIterable<Mark | Tracked<Answer<P>>>
  : (ctx: CtxOf<P>, input: In<P>) => Promise<Answer<P>>;

/**
 * A mutation with slow work (hashing, images, any network) does it in `prepare`, before its transaction:
 * inside one nothing may wait for the outside.
 */
export interface PreparedUseCase<P extends Procedure, X> {
  prepare(ctx: Ctx<ReasonOf<P>, Db, ActorOf<P>>, input: In<P>): Promise<X>;
  run(ctx: CtxOf<P>, input: In<P>, prepared: X): Promise<Answer<P>>;
}
