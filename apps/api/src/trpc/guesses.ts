import { createHash } from "node:crypto";
import { rateLimited } from "@mainstay/contracts";
import { networkOf, type Limiter, type Logger } from "@mainstay/core";
import type { Credentials } from "./authenticate.ts";

/**
 * Keeps tokens and keys from being guessed at full speed. Different wrong credentials of one network are
 * counted; the same one again is not a guess, but a client that has not noticed yet that its token ran
 * out. Over the limit the right ones of that network wait, too: else they would be told apart.
 */
export class Guesses {
  readonly #limiter: Limiter;
  readonly #log: Logger;
  readonly #counted = new Set<string>();
  readonly #waiting = new Map<string, number>();

  constructor({ limiter, log }: { limiter: Limiter; log: Logger }) {
    this.#limiter = limiter;
    this.#log = log;
  }

  /** Before anything is said about credentials. */
  check(ip: string | null): void {
    if (this.#waiting.size === 0) return;
    const network = networkOf(ip);
    const until = this.#waiting.get(network);
    if (until === undefined) return;
    const seconds = Math.ceil((until - performance.now()) / 1_000);
    if (seconds > 0) throw rateLimited({ retryAfterSeconds: seconds });
    this.#waiting.delete(network);
  }

  /** Once for credentials that are not good. */
  async count(ip: string | null, credentials: Credentials): Promise<void> {
    const network = networkOf(ip);
    const guess = createHash("sha256")
      .update(JSON.stringify([network, credentials]))
      .digest("base64");
    if (this.#counted.has(guess)) return;
    if (this.#counted.size >= mostRemembered) this.#counted.clear();
    this.#counted.add(guess);
    try {
      const { allowed, resetSeconds } = await this.#limiter.spend("credentials", network);
      if (allowed) return;
      if (this.#waiting.size >= mostRemembered) this.#waiting.clear();
      this.#waiting.set(network, performance.now() + resetSeconds * 1_000);
    } catch (error) {
      // They are refused all the same.
      this.#log.warn({ err: error }, "wrong credentials cannot be counted");
      return;
    }
    this.check(ip);
  }
}

/** Of each kind, so that a flood does not fill the memory. */
const mostRemembered = 10_000;
