import { observable, type Unsubscribable } from "@trpc/server/observable";
import type { Credentials } from "../credentials.ts";
import { readError } from "../read-error.ts";
import { forTrpc, type Link } from "./link.ts";

/** Renews the token when a call says that it is no good any more, and makes that call once more. */
export const refresh =
  (credentials: Credentials): Link =>
  () =>
  ({ op, next }) => {
    if (op.type === "subscription") return next(op);
    return observable((observer) => {
      let running: Unsubscribable | undefined;
      let stopped = false;
      const attempt = (isFirst: boolean): void => {
        const { generation } = credentials;
        running = next(op).subscribe({
          next: (answer) => observer.next(answer),
          complete: () => observer.complete(),
          error: (thrown) => {
            const error = readError(thrown);
            if (!isFirst || error.reason !== "request.unauthenticated") {
              observer.error(forTrpc(error));
              return;
            }
            credentials.renew(generation).then(
              (renewed) => {
                if (stopped) return;
                if (renewed) attempt(false);
                else observer.error(forTrpc(error));
              },
              (failure: unknown) => observer.error(forTrpc(readError(failure))),
            );
          },
        });
      };
      attempt(true);
      return () => {
        stopped = true;
        running?.unsubscribe();
      };
    });
  };
