import { observable } from "@trpc/server/observable";
import type { Credentials } from "../credentials.ts";
import { type MainstayError, mayPass } from "../errors.ts";
import type { MainstayEvent } from "../options.ts";
import { readError } from "../read-error.ts";
import { backoff } from "./backoff.ts";
import { type Call, forTrpc, type Link } from "./link.ts";
import type { LiveTransport } from "./live-transport.ts";

const mostMs = 30_000;
/** A connection that held this long was a good one: the next attempt comes soon again. */
const steadyMs = 5_000;

/** Keeps subscriptions going: opened again after every cut, from the event after the last one that came. */
export const live =
  (
    transport: LiveTransport,
    credentials: Credentials,
    tell: (event: MainstayEvent) => void,
    /** The client's own end: nothing is opened after it, and nothing waits to be. */
    closing: AbortSignal,
  ): Link =>
  () =>
  ({ op }) =>
    observable((observer) => {
      let connection: { close(): void } | undefined;
      let waiting: ReturnType<typeof setTimeout> | undefined;
      let lastEventId = givenId(op);
      let attempt = 0;
      let startedAt = Number.POSITIVE_INFINITY;
      let renewed = false;
      let stopped = false;

      const connecting = (error: MainstayError | null): void =>
        observer.next({
          result: { type: "state", state: "connecting", error: error && forTrpc(error) },
        });
      const reconnect = (error: MainstayError): void => {
        if (Date.now() - startedAt > steadyMs) attempt = 0;
        startedAt = Number.POSITIVE_INFINITY;
        const delayMs = error.retryAfterMs ?? backoff(attempt, mostMs);
        attempt += 1;
        tell({ type: "disconnected", path: op.path, delayMs, error });
        connecting(error);
        waiting = setTimeout(connect, delayMs);
      };
      const refused = async (error: MainstayError, generation: number): Promise<void> => {
        if (mayPass(error)) return reconnect(error);
        const mayRenew = error.reason === "request.unauthenticated" && !renewed;
        renewed = true;
        try {
          if (!mayRenew || !(await credentials.renew(generation))) throw error;
        } catch (thrown) {
          const failure = readError(thrown);
          if (!mayPass(failure)) observer.error(forTrpc(failure));
          else if (!stopped) {
            renewed = false;
            reconnect(failure);
          }
          return;
        }
        if (stopped) return;
        transport.renew();
        connect();
      };
      const connect = (): void => {
        const { generation } = credentials;
        const begin = (id: string, resumed: boolean): void => {
          const resumedAfter = resumed ? (lastEventId ?? null) : null;
          lastEventId = id;
          startedAt = Date.now();
          tell({ type: "connected", path: op.path, resumedAfter });
          observer.next({ result: { type: "state", state: "pending", error: null } });
          observer.next({ result: { type: "started" } });
        };
        let begun = false;
        connection = transport.open(
          { path: op.path, input: withId(op.input, lastEventId) },
          {
            event(id, data) {
              attempt = 0;
              renewed = false;
              if (id === undefined) {
                lastEventId = laterMark(data) ?? lastEventId;
                return;
              }
              if (!begun) {
                begun = true;
                begin(id, (data as { resumed: boolean }).resumed);
                return;
              }
              lastEventId = id;
              observer.next({ result: { type: "data", id, data: { id, data } } });
            },
            ended() {
              observer.next({ result: { type: "stopped" } });
              observer.complete();
            },
            failed: (error) => void refused(error, generation),
            cut: reconnect,
          },
        );
      };
      const stop = (): void => {
        if (stopped) return;
        stopped = true;
        for (const signal of signals) signal.removeEventListener("abort", abort);
        clearTimeout(waiting);
        connection?.close();
      };
      const abort = (): void => {
        stop();
        observer.complete();
      };

      const signals = op.signal ? [op.signal, closing] : [closing];
      if (signals.some(({ aborted }) => aborted)) {
        observer.complete();
        return;
      }
      for (const signal of signals) signal.addEventListener("abort", abort);
      connecting(null);
      connect();
      return stop;
    });

/** How far the server has come while it had nothing to tell. */
const laterMark = (data: unknown): string | undefined =>
  data && typeof data === "object" && "mark" in data && typeof data.mark === "string"
    ? data.mark
    : undefined;

const givenId = ({ input }: Call): string | undefined => {
  const given =
    input && typeof input === "object" && "lastEventId" in input ? input.lastEventId : null;
  return typeof given === "string" ? given : undefined;
};

const withId = (input: unknown, lastEventId: string | undefined): unknown =>
  lastEventId === undefined ? input : { ...(input as object | undefined), lastEventId };
