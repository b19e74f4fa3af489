const minute = 60_000;
const hour = 60 * minute;
/** Before each try, from the one before; the first is at once. */
const waits = [
  0,
  5_000,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];
/** So that what failed together does not come again together. */
const jitter = 0.2;
const mostAsked = 24 * hour;

/** How long until the next, after so many; null where that was the last. A receiver can ask for longer, up to a day. */
export function waitAfter(
  tries: number,
  { retryAfterSeconds, random }: { retryAfterSeconds: number | null; random: number },
): number | null {
  const wait = waits[tries];
  if (wait === undefined) return null;
  const spread = wait * (1 + jitter * (2 * random - 1));
  return Math.round(Math.max(spread, Math.min((retryAfterSeconds ?? 0) * 1_000, mostAsked)));
}
