import { observable, type Unsubscribable } from "@trpc/server/observable";
import { type MainstayError, mayPass } from "../errors.ts";
import type { MainstayEvent } from "../options.ts";
import { aborted, readError } from "../read-error.ts";
import { backoff } from "./backoff.ts";
import { type Call, forTrpc, keyOf, type Link } from "./link.ts";

const mostMs = 5_000;

/** Repeats calls after failures that are safe to repeat, until the budget is spent or the caller aborts. */
export const retry =
  (budgetMs: number, tell: (event: MainstayEvent) => void): Link =>
  () =>
  ({ op, next }) => {
    if (op.type === "subscription") return next(op);
    return observable((observer) => {
      const until = Date.now() + budgetMs;
      let running: Unsubscribable | undefined;
      let waiting: ReturnType<typeof setTimeout> | undefined;

      const stop = (): void => {
        clearTimeout(waiting);
        running?.unsubscribe();
        op.signal?.removeEventListener("abort", abort);
      };
      const fail = (error: MainstayError): void => {
        stop();
        observer.error(forTrpc(error));
      };
      const abort = (): void => fail(aborted(op.signal?.reason));
      const attempt = (number: number): void => {
        running = next(op).subscribe({
          next: (answer) => observer.next(answer),
          complete: () => {
            op.signal?.removeEventListener("abort", abort);
            observer.complete();
          },
          error: (thrown) => {
            const error = readError(thrown);
            const delayMs = delayAfter(error, number);
            if (!isSafeToRepeat(op, error) || Date.now() + delayMs > until) {
              fail(error);
              return;
            }
            tell({ type: "retry", path: op.path, attempt: number, delayMs, error });
            waiting = setTimeout(attempt, delayMs, number + 1);
          },
        });
      };

      if (op.signal?.aborted) {
        abort();
        return;
      }
      op.signal?.addEventListener("abort", abort);
      attempt(1);
      return stop;
    });
  };

const delayAfter = ({ retryAfterMs }: MainstayError, attempt: number): number => {
  const jitter = backoff(attempt, mostMs);
  return retryAfterMs === null ? jitter : retryAfterMs + Math.min(jitter, retryAfterMs / 4);
};

/** A change is only repeated under a key: whether it happened may not be known. */
function isSafeToRepeat(op: Call, error: MainstayError): boolean {
  if (error.reason === "idempotency.in_progress") return true;
  if (op.type === "mutation" && keyOf(op) === undefined) return false;
  return mayPass(error);
}
