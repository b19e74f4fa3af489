/** Numbers that come again with the same seed (mulberry32): what is chosen by them can be played again. */
export interface Dice {
  /** From nothing to one less than this. */
  below(most: number): number;
  shuffled<T>(all: readonly T[]): T[];
}

export function throwDice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (most: number): number => Math.floor(next() * most);
  return {
    below,
    shuffled(all) {
      const cards = [...all];
      for (let at = cards.length - 1; at > 0; at -= 1) {
        const other = below(at + 1);
        [cards[at], cards[other]] = [cards[other] as never, cards[at] as never];
      }
      return cards;
    },
  };
}
