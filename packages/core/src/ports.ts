import type { captchaProviders, LimitClass } from "@mainstay/contracts";

/** What core needs from outside; `runtime` makes them real. */

export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(fields: object): Logger;
}

export interface Clock {
  now(): Date;
}

/**
 * Between processes, at most once and without payload: "look at this". A receiver finds out from the
 * database what there is to see, and also looks by itself from time to time.
 */
export interface Bus {
  wake(topics: Iterable<string>): void;
  /** `lost` is called when messages may have been missed: drop what was cached. */
  on(topic: string, listener: () => void, lost?: () => void): () => void;
  /** All topics that begin like this; the listener is told how they go on. */
  onPrefix(prefix: string, listener: (rest: string) => void, lost?: () => void): () => void;
}

export interface Spent {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  readonly resetSeconds: number;
  /** Of the whole window. */
  readonly windowSeconds: number;
}
export interface Limiter {
  /** Takes one point of a caller's allowance. Rejects when the store cannot be asked. */
  spend(rate: LimitClass, caller: string): Promise<Spent>;
}

/** Encrypts what must not lie readable in the database; knows older keys. */
export interface Sealer {
  /** Whatever is sealed now begins with `v1.<key id>.`, this one. */
  readonly keyId: string;
  /** What was sealed for one purpose does not open for another. */
  seal(purpose: string, plain: string): string;
  open(purpose: string, sealed: string): string;
  /** A keyed fingerprint, for comparing without keeping. */
  fingerprint(text: string): Buffer;
}

export interface Place {
  /** As ISO 3166 names it in two letters. */
  readonly country: string | null;
  readonly city: string | null;
}
/** Where addresses are, as far as the server knows. */
export interface Geo {
  place(ip: string): Place | null;
}

/** A provider that can tell people from programs. */
export interface Captcha {
  readonly provider: (typeof captchaProviders)[number];
  readonly siteKey: string;
  /** Rejects when the provider cannot be asked. */
  verify(answer: string, ip: string | null, signal: AbortSignal): Promise<boolean>;
}
