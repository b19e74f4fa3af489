import { MainstayError } from "../errors.ts";
import type { EventSourceClass, EventSourceLike } from "../options.ts";
import { readError, readShape, type Shape, unreachable } from "../read-error.ts";
import type { LiveRequest, LiveSink, LiveTransport } from "./live-transport.ts";
import { readMessage } from "./read-message.ts";

/**
 * A connection for each subscription. An EventSource would come back by itself, but to the URL it knows,
 * whose ticket has expired by then: so it never does, and each attempt has a new one.
 */
export class EventSourceTransport implements LiveTransport {
  readonly #url: string;
  readonly #Source: EventSourceClass | undefined;
  readonly #ticket: (() => Promise<string>) | null;
  readonly #withCredentials: boolean;
  readonly #ends = new Set<() => void>();

  constructor(
    url: string,
    Source: EventSourceClass | undefined,
    ticket: (() => Promise<string>) | null,
    withCredentials: boolean,
  ) {
    this.#withCredentials = withCredentials;
    this.#url = url;
    this.#Source = Source ?? (globalThis as { EventSource?: EventSourceClass }).EventSource;
    this.#ticket = ticket;
  }

  open(request: LiveRequest, sink: LiveSink): { close(): void } {
    const Source = this.#Source;
    if (!Source)
      throw new TypeError(
        "There is no EventSource here: give createMainstay one, or use websocket.",
      );
    let source: EventSourceLike | null = null;
    let silence: ReturnType<typeof setTimeout> | undefined;
    let patienceMs = 0;
    let closed = false;

    const close = (): void => {
      closed = true;
      clearTimeout(silence);
      source?.close();
      this.#ends.delete(end);
    };
    /** Closed, and told: whatever comes after this does not count. */
    const last = (tellIt: () => void): void => {
      if (closed) return;
      close();
      tellIt();
    };
    const end = (): void => last(() => sink.ended());
    const cut = (cause: unknown): void =>
      last(() => sink.cut(cause instanceof MainstayError ? cause : unreachable(cause)));
    const heard = (): void => {
      clearTimeout(silence);
      if (patienceMs > 0)
        silence = setTimeout(cut, patienceMs, new Error("The connection fell silent."));
    };

    const read = <T>(text: unknown, take: (message: T) => void): void => {
      let message: T;
      try {
        message = readMessage<T>(text);
      } catch (error) {
        cut(error);
        return;
      }
      take(message);
    };

    const listen = (ticket: string | null): void => {
      if (closed) return;
      const opened = (source = new Source(this.#urlOf(request, ticket), {
        withCredentials: this.#withCredentials,
      }));
      opened.addEventListener("connected", ({ data }) =>
        read<Connected | null>(data, (connected) => {
          patienceMs = connected?.reconnectAfterInactivityMs ?? 0;
          heard();
        }),
      );
      opened.addEventListener("ping", heard);
      opened.addEventListener("message", ({ data, lastEventId }) => {
        if (closed) return;
        heard();
        read(data, (event) => sink.event(lastEventId || undefined, event));
      });
      opened.addEventListener("serialized-error", ({ data }) =>
        read<Shape | null>(data, (shape) => last(() => sink.failed(readShape(shape ?? {})))),
      );
      opened.addEventListener("return", end);
      opened.addEventListener("error", cut);
    };

    this.#ends.add(end);
    const ticket = this.#ticket ? this.#ticket() : Promise.resolve(null);
    // The ticket's own call has refreshed and repeated what could be.
    ticket.then(listen, (error: unknown) => last(() => sink.failed(readError(error))));
    return { close };
  }

  /** Nothing to do: each connection takes a ticket of its own. */
  renew(): void {}

  close(): void {
    for (const end of this.#ends) end();
  }

  #urlOf({ path, input }: LiveRequest, ticket: string | null): string {
    const query = new URLSearchParams({ marks: "1" });
    if (input !== undefined) query.set("input", JSON.stringify(input));
    if (ticket !== null) query.set("connectionParams", JSON.stringify({ ticket }));
    return `${this.#url}/${path}?${query}`;
  }
}

interface Connected {
  reconnectAfterInactivityMs?: number;
}
