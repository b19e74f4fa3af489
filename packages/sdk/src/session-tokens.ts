import { isMainstayError } from "./errors.ts";

/** For how long a token is good, by its own word, so that a wrong clock here does not matter. */
export function lifeOf(token: string): number {
  try {
    const [, payload = ""] = token.split(".");
    const json = atob(payload.replace(/-/g, "+").replace(/_/g, "/"));
    const { iat, exp } = JSON.parse(json) as { iat: number; exp: number };
    return (exp - iat) * 1_000 || 0;
  } catch {
    // A server may hand out tokens that say nothing: the server then says when one is no good.
    return Number.MAX_SAFE_INTEGER / 2;
  }
}

interface Locks {
  request<T>(name: string, work: () => Promise<T>): Promise<T>;
}

/** One page after the other, where browsers can see to it; pages share their store. */
export const inTurn = (name: string, work: () => Promise<void>): Promise<void> => {
  const { locks } = (globalThis as { navigator?: { locks?: Locks } }).navigator ?? {};
  return locks ? locks.request(name, work) : work();
};

const pausesMs = [300, 1_000, 3_000];

/** A refresh whose answer was lost is asked again with the same token, which the server then answers alike. */
export async function repeated<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      const pauseMs = pausesMs[attempt];
      const isAway = isMainstayError(error) && error.kind === "unavailable";
      if (!isAway || pauseMs === undefined) throw error;
      await new Promise((resolve) => setTimeout(resolve, error.retryAfterMs ?? pauseMs));
    }
  }
}
