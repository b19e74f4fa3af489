import { setTimeout as sleep } from "node:timers/promises";

/**
 * So many stories go on at a time. One that waits for a timer gives its lane to others meanwhile, and there are
 * no more stories begun than `most`, as each that waits has a trader's place.
 */
export class Lanes {
  #free: number;
  readonly #waiting: (() => void)[] = [];
  #begun = 0;
  readonly #most: number;
  readonly #roomFor: (() => void)[] = [];

  constructor(places: number, most: number) {
    this.#free = places;
    this.#most = most;
  }

  async run(story: () => Promise<void>): Promise<void> {
    await this.#take();
    try {
      await story();
    } finally {
      this.#give();
      this.#begun -= 1;
      this.#roomFor.shift()?.();
    }
  }

  /** Before the next is begun. */
  async room(): Promise<void> {
    while (this.#begun >= this.#most)
      await new Promise<void>((resolve) => this.#roomFor.push(resolve));
    this.#begun += 1;
  }

  async pause(ms: number): Promise<void> {
    this.#give();
    await sleep(ms);
    await this.#take();
  }

  async #take(): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #give(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
  }
}
