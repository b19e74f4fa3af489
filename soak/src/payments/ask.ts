import { setTimeout as sleep } from "node:timers/promises";
import { idempotencyKey, isMainstayError } from "@mainstay/sdk";
import type { Log } from "./log.ts";

export type Told<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly reason: string };
type Options = ReturnType<typeof idempotencyKey>;

/** Nobody is away for longer. */
const patienceMs = 5 * 60_000;
const mostFaults = 3;

/**
 * Asks until there is an answer, always under the same key: what was done before the answer was lost is not
 * done again. A refusal is an answer.
 */
export async function ask<T>(
  log: Log,
  name: string,
  key: string,
  call: (options: Options) => Promise<T>,
): Promise<Told<T>> {
  log.calls += 1;
  const until = performance.now() + patienceMs;
  let faults = 0;
  for (;;) {
    try {
      const data = await call(idempotencyKey(key));
      log.answeredAt.push(performance.now());
      return { ok: true, data };
    } catch (error) {
      if (!isMainstayError(error)) throw error;
      const { reason, kind, requestId, message } = error;
      if (reason === "internal") {
        log.faults.push(`${name}, request ${requestId}: ${message}`);
        faults += 1;
        if (faults === mostFaults) return { ok: false, reason };
      } else if (!mayPass(reason, kind)) {
        log.refused(name, reason);
        log.answeredAt.push(performance.now());
        return { ok: false, reason };
      }
      if (performance.now() > until) throw error;
      log.repeats += 1;
      await sleep(100);
    }
  }
}

const mayPass = (reason: string, kind: string): boolean =>
  kind === "unavailable" ||
  kind === "limited" ||
  reason === "idempotency.in_progress" ||
  reason === "client.unreadable";

/** Where no refusal is expected. */
export async function must<T>(
  log: Log,
  name: string,
  key: string,
  call: (options: Options) => Promise<T>,
): Promise<T> {
  const told = await ask(log, name, key, call);
  if (told.ok) return told.data;
  throw new Error(`${name} was refused: ${told.reason}`);
}
