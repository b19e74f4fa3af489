import { setTimeout as sleep } from "node:timers/promises";
import type { Money, PayInState, PayOutState } from "@mainstay/sdk";
import type { Cast } from "./cast.ts";
import type { Dice } from "./dice.ts";
import { currency, methods, type Stage } from "./stage.ts";

/** One order, and what those who play it need. */
export interface Scene {
  readonly cast: Cast;
  readonly storeId: string;
  /** The order's, and what calls that must not happen twice are known by. */
  readonly reference: string;
  readonly money: Money;
  readonly method: string;
  readonly signal: AbortSignal;
  /** What happens now, for whoever watches. */
  tell(now: string): void;
  /** Asks until there is an answer, or it has taken too long. */
  until<T>(what: string, look: () => Promise<T | null>): Promise<T>;
}

/** How an order goes. */
export interface Plot {
  readonly kind: "pay-in" | "pay-out";
  readonly about: string;
  /** How many of thirty orders go this way. */
  readonly share: number;
  readonly ends: PayInState | PayOutState;
  /** Answers with the order's id. */
  play(scene: Scene): Promise<string>;
}

const patienceMs = 120_000;
const lookMs = 400;

export function openScene(
  { cast, stage: { storeId }, signal }: { cast: Cast; stage: Stage; signal: AbortSignal },
  { reference, dice, tell }: { reference: string; dice: Dice; tell: (now: string) => void },
): Scene {
  return {
    cast,
    storeId,
    reference,
    money: { amount: String(1_000 + dice.below(80) * 100), currency },
    method: methods[dice.below(methods.length)] ?? "card",
    signal,
    tell,
    async until(what, look) {
      const late = performance.now() + patienceMs;
      for (;;) {
        signal.throwIfAborted();
        const found = await look();
        if (found !== null) return found;
        if (performance.now() > late) throw new Error(`it took too long until ${what}`);
        await sleep(lookMs);
      }
    },
  };
}
