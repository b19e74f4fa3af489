const firstMs = 250;

/** Full jitter: clients that failed together must not come back together. */
export function backoff(attempt: number, mostMs: number): number {
  return Math.random() * Math.min(mostMs, firstMs * 2 ** attempt);
}
