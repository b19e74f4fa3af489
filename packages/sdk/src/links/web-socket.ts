import type { Credentials, Token } from "../credentials.ts";
import { MainstayError } from "../errors.ts";
import type { WebSocketClass, WebSocketLike } from "../options.ts";
import { readShape, unreachable } from "../read-error.ts";
import type { LiveRequest, LiveSink, LiveTransport } from "./live-transport.ts";
import { readMessage } from "./read-message.ts";

/** A connection without subscriptions is kept this long: pages unmount and mount again. */
const idleMs = 1_000;
const pingEveryMs = 15_000;
/** Two pings without any sign of life; also the time that a connection has to open. */
const silentMs = 40_000;

/** One connection for all subscriptions, opened by the first and closed after the last. */
export class WebSocketTransport implements LiveTransport {
  readonly #url: string;
  readonly #Socket: WebSocketClass | undefined;
  readonly #credentials: Credentials;
  readonly #open = new Map<number, { request: LiveRequest; sink: LiveSink }>();
  #connection: Connection | null = null;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #lastId = 0;

  constructor(url: string, Socket: WebSocketClass | undefined, credentials: Credentials) {
    this.#url = absolute(url).replace(/^http/, "ws");
    this.#Socket = Socket ?? (globalThis as { WebSocket?: WebSocketClass }).WebSocket;
    this.#credentials = credentials;
  }

  open(request: LiveRequest, sink: LiveSink): { close(): void } {
    clearTimeout(this.#idle);
    const id = ++this.#lastId;
    this.#open.set(id, { request, sink });
    const connection = (this.#connection ??= this.#connect());
    if (connection.ready) connection.send(subscribe(id, request));
    return {
      close: () => {
        if (!this.#open.delete(id)) return;
        if (this.#connection?.ready) this.#connection.send({ id, method: "subscription.stop" });
        if (this.#open.size === 0) this.#idle = setTimeout(() => this.#drop(), idleMs);
      },
    };
  }

  renew(): void {
    // Of several subscriptions that were refused, the first has opened the new one for all.
    const { generation } = this.#connection ?? {};
    if (generation !== undefined && generation < this.#credentials.generation) this.#drop();
  }

  close(): void {
    clearTimeout(this.#idle);
    const sinks = [...this.#open.values()].map(({ sink }) => sink);
    this.#open.clear();
    this.#drop();
    for (const sink of sinks) sink.ended();
  }

  /** Ends the connection; the subscriptions on it learn that they were cut. */
  #drop(cause?: unknown): void {
    const connection = this.#connection;
    this.#connection = null;
    connection?.close();
    const cut = [...this.#open.values()];
    this.#open.clear();
    const error = cause instanceof MainstayError ? cause : unreachable(cause);
    // Without a token nothing can be opened: that is a refusal, not a cut.
    for (const { sink } of cut) {
      if (error.reason === "client.no_token") sink.failed(error);
      else sink.cut(error);
    }
  }

  #connect(): Connection {
    const Socket = this.#Socket;
    if (!Socket)
      throw new TypeError("There is no WebSocket here: give createMainstay one, or use sse.");
    const connection: Connection = new Connection({
      token: () => this.#credentials.token(),
      make: () =>
        new Socket(this.#credentials.exist ? `${this.#url}?connectionParams=1` : this.#url),
      ready: ({ value: token }) => {
        // In the first message: a token in the URL would end up in logs.
        if (this.#credentials.exist)
          connection.send({ method: "connectionParams", data: token === null ? {} : { token } });
        for (const [id, { request }] of this.#open) connection.send(subscribe(id, request));
      },
      message: (message) => this.#take(message),
      lost: (cause) => {
        if (this.#connection === connection) this.#drop(cause);
      },
    });
    return connection;
  }

  #take(message: Incoming): void {
    if (message.method === "reconnect") {
      this.#drop();
      return;
    }
    const id = message.id ?? null;
    const found = id === null ? undefined : this.#open.get(id);
    if (id === null || !found) return;
    const { sink } = found;
    if (message.error) {
      this.#open.delete(id);
      sink.failed(readShape(message.error));
      return;
    }
    switch (message.result?.type) {
      case "started":
        return;
      case "stopped":
        this.#open.delete(id);
        sink.ended();
        return;
      default:
        take(message.result, sink);
    }
  }
}

/** An event is wrapped together with its id; what has none is not. */
const take = ({ id, data }: Result = {}, sink: LiveSink): void =>
  sink.event(id, id === undefined ? data : data?.data);

/** Browsers before 2024 take no path for a WebSocket, though they do for a fetch. */
function absolute(url: string): string {
  const { location } = globalThis as { location?: { origin: string } };
  return url.startsWith("/") && location ? `${location.origin}${url}` : url;
}

const subscribe = (id: number, { path, input }: LiveRequest): object => ({
  id,
  method: "subscription",
  params: { path, input },
});

interface Incoming {
  id?: number | null;
  method?: string;
  error?: Parameters<typeof readShape>[0];
  result?: Result;
}
interface Result {
  type?: string;
  id?: string;
  data?: { data?: unknown };
}

interface Plan {
  token: () => Promise<Token>;
  make: () => WebSocketLike;
  ready: (token: Token) => void;
  message: (message: Incoming) => void;
  /** Once, whatever ended it, unless it was closed from here. */
  lost: (cause: unknown) => void;
}

/** One socket's life: opened, spoken for, pinged, lost or closed. */
class Connection {
  ready = false;
  /** The token's; unknown before it is there. */
  generation: number | undefined;
  #socket: WebSocketLike | null = null;
  #closed = false;
  #heardAt = Date.now();
  readonly #pulse: ReturnType<typeof setInterval>;
  readonly #plan: Plan;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#pulse = setInterval(() => this.#beat(), pingEveryMs);
    plan
      .token()
      .then((token) => this.#open(token))
      .catch((error: unknown) => this.#lose(error));
  }

  send(message: object): void {
    this.#socket?.send(JSON.stringify(message));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.ready = false;
    clearInterval(this.#pulse);
    this.#socket?.close();
  }

  #open(token: Token): void {
    if (this.#closed) return;
    this.generation = token.generation;
    const socket = (this.#socket = this.#plan.make());
    socket.addEventListener("open", () => {
      if (this.#closed) return;
      this.ready = true;
      this.#plan.ready(token);
    });
    socket.addEventListener("message", ({ data }) => {
      this.#heardAt = Date.now();
      if (this.#closed || data === "PONG") return;
      if (data === "PING") socket.send("PONG");
      else this.#read(data);
    });
    socket.addEventListener("error", (event) => this.#lose(event));
    socket.addEventListener("close", (event) => this.#lose(event));
  }

  #read(data: unknown): void {
    let message: Incoming | null;
    try {
      message = readMessage<Incoming | null>(data);
    } catch (error) {
      this.#lose(error);
      return;
    }
    if (message) this.#plan.message(message);
  }

  #beat(): void {
    if (Date.now() - this.#heardAt > silentMs) this.#lose(new Error("The connection fell silent."));
    else if (this.ready) this.#socket?.send("PING");
  }

  #lose(cause: unknown): void {
    if (this.#closed) return;
    this.close();
    this.#plan.lost(cause);
  }
}
