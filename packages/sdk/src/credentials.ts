import { MainstayError, mayPass } from "./errors.ts";
import type { MainstayEvent, MainstayOptions } from "./options.ts";

export interface Token {
  readonly value: string | null;
  /** The renewal that it comes from, or an earlier one. */
  readonly generation: number;
}

/** Where tokens come from, and how they are renewed: once, however many calls ask for it. */
export class Credentials {
  readonly #get: (() => Promise<string | null>) | null;
  readonly #renew: (() => Promise<unknown>) | null;
  readonly #advice: string;
  readonly #timeoutMs: number;
  readonly #tell: (event: MainstayEvent) => void;
  #renewing: Promise<boolean> | null = null;
  #generation = 0;

  constructor(options: MainstayOptions, timeoutMs: number, tell: (event: MainstayEvent) => void) {
    this.#timeoutMs = timeoutMs;
    this.#tell = tell;
    const { apiKey, getToken, tokens, session } = options;
    const sources = [apiKey, getToken, tokens, session].filter((source) => source !== undefined);
    if (sources.length > 1) {
      throw new TypeError(
        "createMainstay takes one of apiKey, session, getToken and tokens, not several.",
      );
    }
    this.#get = null;
    this.#renew = null;
    const renewer = tokens ? "tokens.refresh" : "getToken";
    this.#advice = session
      ? ""
      : ` ${renewer} must not call through the client it renews; use a second client.`;
    if (apiKey !== undefined) this.#get = async () => apiKey;
    if (getToken) {
      this.#get = async () => getToken({ forceRefresh: false });
      this.#renew = async () => getToken({ forceRefresh: true });
    }
    if (session) {
      if (session.way === "tokens") this.#get = () => session.token();
      this.#renew = () => session.renew();
    }
    if (tokens) {
      this.#get = async () => tokens.get();
      this.#renew = async () => tokens.refresh();
    }
  }

  /** Grows with every renewal: a call that began before one need not ask for another. */
  get generation(): number {
    return this.#generation;
  }

  /** Somebody else is signed in now, or nobody. */
  changed(): void {
    this.#generation += 1;
  }

  get exist(): boolean {
    return this.#get !== null;
  }

  /** The token for a call; waits for a renewal that is under way. */
  async token(): Promise<Token> {
    if (this.#renewing) await this.#inTime(this.#renewing);
    const generation = this.#generation;
    try {
      return { value: (await this.#get?.()) ?? null, generation };
    } catch (error) {
      // Nobody is signed out by a server that is away: the call can be repeated.
      if (mayPass(error)) throw error;
      throw noToken("There is no token for this call.", error);
    }
  }

  /** Whether there is now another token than there was at `generation`. */
  async renew(generation: number): Promise<boolean> {
    const renew = this.#renew;
    if (!renew) return false;
    if (generation < this.#generation) return true;
    // Begun a turn later: a call that the renewal makes finds it under way.
    this.#renewing ??= Promise.resolve()
      .then(renew)
      .then(
        () => {
          this.#generation += 1;
          this.#tell({ type: "refreshed" });
          return true;
        },
        (error: unknown) => {
          this.#tell({ type: "refresh_failed", error });
          if (mayPass(error)) throw error;
          return false;
        },
      )
      .finally(() => {
        this.#renewing = null;
      });
    return this.#inTime(this.#renewing);
  }

  /**
   * A call that the renewal itself makes waits for what waits for it, and browsers cannot tell it from any
   * other: so nothing waits for ever.
   */
  async #inTime(renewing: Promise<boolean>): Promise<boolean> {
    let limit: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      const message = `The token was not renewed within ${this.#timeoutMs} ms.${this.#advice}`;
      limit = setTimeout(() => reject(noToken(message)), this.#timeoutMs);
    });
    try {
      return await Promise.race([renewing, late]);
    } finally {
      clearTimeout(limit);
    }
  }
}

const noToken = (message: string, cause?: unknown): MainstayError =>
  new MainstayError({ reason: "client.no_token", kind: "unauthenticated", message, cause });
