/** Numbers that are the same for the same seed and place: an order's dice fall alike whatever else happens. */
export interface Dice {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** Both ends included. */
  whole(from: number, to: number): number;
  pick<T>(of: readonly T[]): T;
  /** By weights, which need not come to any sum. */
  weighed<T extends string>(of: Readonly<Record<T, number>>): T;
  digits(count: number): string;
}

/** Mulberry32, begun at a place that is mixed of all that is said. */
export function diceOf(...places: readonly number[]): Dice {
  let at = places.reduce(
    (mixed, place) => Math.imul(mixed ^ place, 0x9e3779b1) ^ (mixed >>> 15),
    1,
  );
  const next = (): number => {
    at = (at + 0x6d2b79f5) | 0;
    let mixed = Math.imul(at ^ (at >>> 15), at | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    whole,
    pick: (of) => of[whole(0, of.length - 1)] as (typeof of)[number],
    weighed(of) {
      const all = Object.entries<number>(of);
      let left = next() * all.reduce((sum, [, weight]) => sum + weight, 0);
      const fallen = all.find(([, weight]) => (left -= weight) < 0) ?? all.at(-1);
      return fallen?.[0] as keyof typeof of & string as never;
    },
    digits: (count) => Array.from({ length: count }, () => whole(0, 9)).join(""),
  };
}

/** Sixteen digits whose last is Luhn's. */
export function cardNumber(dice: Dice): string {
  const body = `2200${dice.digits(11)}`;
  const sum = Array.from(body, (digit, at) => Number(digit) * (at % 2 === 0 ? 2 : 1)).reduce(
    (all, value) => all + (value > 9 ? value - 9 : value),
    0,
  );
  return `${body}${(10 - (sum % 10)) % 10}`;
}
export const phoneNumber = (dice: Dice): string => `+79${dice.digits(9)}`;
