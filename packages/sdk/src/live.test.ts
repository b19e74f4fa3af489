import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { createMainstay, type MainstayEvent } from "./index.ts";

type Listener = (event: { data?: unknown }) => void;

/** A socket whose server is the test. */
class FakeSocket {
  static made: FakeSocket[] = [];
  readonly url: string;
  readonly sent: Record<string, unknown>[] = [];
  closed = false;
  readonly #listeners: [string, Listener][] = [];

  constructor(url: string) {
    this.url = url;
    FakeSocket.made.push(this);
  }
  addEventListener(type: string, listener: Listener): void {
    this.#listeners.push([type, listener]);
  }
  send(data: string): void {
    this.sent.push(
      data.startsWith("{") ? (JSON.parse(data) as Record<string, unknown>) : { text: data },
    );
  }
  close(): void {
    this.closed = true;
  }
  tell(type: "open" | "close" | "message", data?: object | string): void {
    const text = typeof data === "object" ? JSON.stringify(data) : data;
    for (const [of, listener] of this.#listeners) if (of === type) listener({ data: text });
  }
  get subscriptions(): Record<string, unknown>[] {
    return this.sent.filter((message) => message["method"] === "subscription");
  }
}
beforeEach(() => {
  FakeSocket.made = [];
});

function stage() {
  const events: MainstayEvent[] = [];
  const mainstay = createMainstay({
    url: "https://api.example.com",
    apiKey: "secret",
    WebSocket: FakeSocket,
    onEvent: (event) => events.push(event),
  });
  onTestFinished(() => mainstay.close());
  const ids: string[] = [];
  const errors: unknown[] = [];
  const watch = () =>
    mainstay.platform.settings.watch.subscribe(
      {},
      { onData: ({ id }) => ids.push(id), onError: (error) => errors.push(error) },
    );
  const socket = async (number: number): Promise<FakeSocket> => {
    await expect.poll(() => FakeSocket.made.length, { timeout: 5_000 }).toBe(number);
    return FakeSocket.made[number - 1] as FakeSocket;
  };
  return { mainstay, events, ids, errors, watch, socket };
}
const event = (id: unknown, eventId: string) => ({
  id,
  result: { type: "data", id: eventId, data: { id: eventId, data: {} } },
});

describe("the WebSocket", () => {
  test("is opened by the first subscription, serves all, and is closed after the last", async () => {
    const { watch, socket } = stage();
    expect(FakeSocket.made).toEqual([]);
    const [first, second] = [watch(), watch()];
    const only = await socket(1);
    only.tell("open");
    expect(only.subscriptions).toHaveLength(2);
    first.unsubscribe();
    second.unsubscribe();
    expect(only.sent.filter((message) => message["method"] === "subscription.stop")).toHaveLength(
      2,
    );
    await expect.poll(() => only.closed, { timeout: 5_000 }).toBe(true);
    expect(FakeSocket.made).toHaveLength(1);
  });

  test("carries the token in its first message, not in its URL", async () => {
    const { watch, socket } = stage();
    watch();
    const only = await socket(1);
    only.tell("open");
    expect(only.url).toBe("wss://api.example.com/trpc?connectionParams=1");
    expect(only.sent[0]).toEqual({ method: "connectionParams", data: { token: "secret" } });
  });

  test("is left when the server asks for it, and what was watched is resumed on another", async () => {
    const { watch, socket, ids, events } = stage();
    watch();
    const old = await socket(1);
    old.tell("open");
    old.tell("message", event(old.subscriptions[0]?.["id"], "7"));
    old.tell("message", { id: null, method: "reconnect" });
    expect(old.closed).toBe(true);
    const next = await socket(2);
    next.tell("open");
    const [again] = next.subscriptions;
    expect(again).toMatchObject({
      params: { path: "platform.settings.watch", input: { lastEventId: "7" } },
    });
    // What still comes over the old one has been asked for again.
    old.tell("message", event(again?.["id"], "8"));
    next.tell("message", event(again?.["id"], "8"));
    expect(ids).toEqual(["7", "8"]);
    expect(events.map(({ type }) => type)).toEqual(["disconnected"]);
  });

  test("answers the server's pings", async () => {
    const { watch, socket } = stage();
    watch();
    const only = await socket(1);
    only.tell("open");
    only.tell("message", "PING");
    expect(only.sent.at(-1)).toEqual({ text: "PONG" });
  });

  test("ends a subscription that is refused, and leaves its neighbour", async () => {
    const { watch, socket, errors, ids } = stage();
    watch();
    watch();
    const only = await socket(1);
    only.tell("open");
    const [refused, stays] = only.subscriptions.map((message) => message["id"]);
    const data = { reason: "request.forbidden", kind: "forbidden", details: { permission: "p" } };
    only.tell("message", { id: refused, error: { message: "No.", code: -32_003, data } });
    only.tell("message", event(stays, "1"));
    expect(errors).toMatchObject([{ reason: "request.forbidden" }]);
    expect(ids).toEqual(["1"]);
  });

  test("waits as long as an unavailable server asks", async () => {
    const { watch, socket, events, errors } = stage();
    watch();
    const only = await socket(1);
    only.tell("open");
    const data = {
      reason: "request.unavailable",
      kind: "unavailable",
      details: { retryAfterSeconds: 0.05 },
    };
    only.tell("message", {
      id: only.subscriptions[0]?.["id"],
      error: { message: "Later.", code: -32_000, data },
    });
    await expect.poll(() => only.subscriptions.length).toBe(2);
    expect(events).toMatchObject([{ type: "disconnected", delayMs: 50 }]);
    expect(errors).toEqual([]);
  });
});
