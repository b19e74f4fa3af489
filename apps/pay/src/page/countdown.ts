/** Less than this is told, and not by a colour alone. */
export const soonMs = 120_000;

const two = (value: number): string => String(value).padStart(2, "0");

/** What is left, in whole seconds begun: it says 0:00 only when it is over. */
export function left(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const rest = two(seconds % 60);
  return hours > 0 ? `${hours}:${two(minutes % 60)}:${rest}` : `${minutes}:${rest}`;
}

/** The server's time as of now: what it said, and how long ago that came by a clock that nobody sets. */
export const serverNow = (serverTime: string, heardAt: number, now: number): number =>
  Date.parse(serverTime) + (now - heardAt);
