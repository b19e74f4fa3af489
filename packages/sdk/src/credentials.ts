import { MainstayError } from "./errors.ts";
import type { MainstayEvent, MainstayOptions } from "./options.ts";

/** Where tokens come from, and how they are renewed: once, however many calls ask for it. */
export class Credentials {
  readonly #get: (() => Promise<string | null>) | null;
  readonly #renew: (() => Promise<unknown>) | null;
  readonly #tell: (event: MainstayEvent) => void;
  #renewing: Promise<boolean> | null = null;
  #generation = 0;

  constructor(options: MainstayOptions, tell: (event: MainstayEvent) => void) {
    this.#tell = tell;
    const { apiKey, getToken, tokens } = options;
    const sources = [apiKey, getToken, tokens].filter((source) => source !== undefined);
    if (sources.length > 1) {
      throw new TypeError("createMainstay takes one of apiKey, getToken and tokens, not several.");
    }
    this.#get = null;
    this.#renew = null;
    if (apiKey !== undefined) this.#get = async () => apiKey;
    if (getToken) {
      this.#get = async () => getToken({ forceRefresh: false });
      this.#renew = async () => getToken({ forceRefresh: true });
    }
    if (tokens) {
      this.#get = async () => tokens.get();
      this.#renew = () => tokens.refresh();
    }
  }

  /** Grows with every renewal: a call that began before one need not ask for another. */
  get generation(): number {
    return this.#generation;
  }

  get exist(): boolean {
    return this.#get !== null;
  }

  /** The token for a call; waits for a renewal that is under way. */
  async token(): Promise<string | null> {
    await this.#renewing;
    try {
      return (await this.#get?.()) ?? null;
    } catch (error) {
      throw new MainstayError({
        reason: "client.no_token",
        kind: "unauthenticated",
        message: "There is no token for this call.",
        cause: error,
      });
    }
  }

  /** Whether there is now another token than there was at `generation`. */
  renew(generation: number): Promise<boolean> {
    const renew = this.#renew;
    if (!renew) return Promise.resolve(false);
    if (generation < this.#generation) return Promise.resolve(true);
    this.#renewing ??= renew()
      .then(
        () => {
          this.#generation += 1;
          this.#tell({ type: "refreshed" });
          return true;
        },
        (error: unknown) => {
          this.#tell({ type: "refresh_failed", error });
          return false;
        },
      )
      .finally(() => {
        this.#renewing = null;
      });
    return this.#renewing;
  }
}
