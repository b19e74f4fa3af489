import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { createMainstay, type MainstayEvent, type MainstayOptions } from "./index.ts";

type Listener = (event: { data?: unknown; lastEventId?: string }) => void;

/** An event source whose server is the test. */
class FakeSource {
  static made: FakeSource[] = [];
  readonly url: string;
  closed = false;
  readonly #listeners: [string, Listener][] = [];

  constructor(url: string) {
    this.url = url;
    FakeSource.made.push(this);
  }
  addEventListener(type: string, listener: Listener): void {
    this.#listeners.push([type, listener]);
  }
  close(): void {
    this.closed = true;
  }
  tell(type: string, data?: string, lastEventId = ""): void {
    for (const [of, listener] of this.#listeners) if (of === type) listener({ data, lastEventId });
  }
}

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
  tell(type: "open" | "close" | "error" | "message", data?: object | string): void {
    const text = typeof data === "object" ? JSON.stringify(data) : data;
    for (const [of, listener] of this.#listeners) if (of === type) listener({ data: text });
  }
  get subscriptions(): Record<string, unknown>[] {
    return this.sent.filter((message) => message["method"] === "subscription");
  }
}
beforeEach(() => {
  FakeSocket.made = [];
  FakeSource.made = [];
});

function stage(options: Partial<MainstayOptions> = { apiKey: "secret" }) {
  const events: MainstayEvent[] = [];
  const mainstay = createMainstay({
    url: "https://api.example.com",
    WebSocket: FakeSocket,
    EventSource: FakeSource,
    onEvent: (event) => events.push(event),
    ...options,
  });
  onTestFinished(() => mainstay.close());
  const ids: string[] = [];
  const errors: unknown[] = [];
  let completed = 0;
  let started = 0;
  const watch = () =>
    mainstay.platform.settings.watch.subscribe(
      {},
      {
        onStarted: () => (started += 1),
        onData: ({ id }) => ids.push(id),
        onError: (error) => errors.push(error),
        onComplete: () => (completed += 1),
      },
    );
  const socket = async (number: number): Promise<FakeSocket> => {
    await expect.poll(() => FakeSocket.made.length, { timeout: 5_000 }).toBe(number);
    return FakeSocket.made[number - 1] as FakeSocket;
  };
  const source = async (number: number): Promise<FakeSource> => {
    await expect.poll(() => FakeSource.made.length, { timeout: 5_000 }).toBe(number);
    return FakeSource.made[number - 1] as FakeSource;
  };
  return {
    mainstay,
    events,
    ids,
    errors,
    watch,
    socket,
    source,
    completed: () => completed,
    started: () => started,
  };
}
const event = (id: unknown, eventId: string, data: object = {}) => ({
  id,
  result: { type: "data", id: eventId, data: { id: eventId, data } },
});
const mark = (id: unknown, eventId: string, resumed = false) => event(id, eventId, { resumed });

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
    old.tell("message", mark(old.subscriptions[0]?.["id"], "6"));
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
    next.tell("message", mark(again?.["id"], "7", true));
    next.tell("message", event(again?.["id"], "8"));
    expect(ids).toEqual(["7", "8"]);
    expect(events).toMatchObject([
      { type: "connected", resumedAfter: null },
      { type: "disconnected" },
      { type: "connected", resumedAfter: "7" },
    ]);
  });

  test("is resumed after its mark when it was cut before a first event, and says when something is missing", async () => {
    const { watch, socket, ids, events } = stage();
    watch();
    const old = await socket(1);
    old.tell("open");
    old.tell("message", { id: old.subscriptions[0]?.["id"], result: { type: "started" } });
    expect(events).toEqual([]);
    old.tell("message", mark(old.subscriptions[0]?.["id"], "6"));
    old.tell("message", { id: null, method: "reconnect" });
    const next = await socket(2);
    next.tell("open");
    const [again] = next.subscriptions;
    expect(again).toMatchObject({ params: { input: { lastEventId: "6" } } });
    // Away for so long that the server has forgotten what happened meanwhile.
    next.tell("message", mark(again?.["id"], "40", false));
    next.tell("message", event(again?.["id"], "41"));
    expect(ids).toEqual(["41"]);
    expect(events.map((told) => (told.type === "connected" ? told.resumedAfter : 0))).toEqual([
      null,
      0,
      null,
    ]);
  });

  test("is resumed after a later mark, of which nobody is told", async () => {
    const { watch, socket, ids, events, started } = stage();
    watch();
    const old = await socket(1);
    old.tell("open");
    const id = old.subscriptions[0]?.["id"];
    old.tell("message", mark(id, "6"));
    old.tell("message", event(id, "7"));
    old.tell("message", { id, result: { type: "data", data: { mark: "11" } } });
    expect(started()).toBe(1);
    old.tell("message", { id: null, method: "reconnect" });
    const next = await socket(2);
    next.tell("open");
    const [again] = next.subscriptions;
    expect(again).toMatchObject({ params: { input: { lastEventId: "11" } } });
    next.tell("message", mark(again?.["id"], "11", true));
    expect(ids).toEqual(["7"]);
    expect(events.at(-1)).toMatchObject({ type: "connected", resumedAfter: "11" });
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
    only.tell("message", mark(stays, "0"));
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

  test("is opened once with a renewed token, however many subscriptions were refused", async () => {
    let token = "stale";
    const { watch, socket, events, errors } = stage({
      tokens: { get: () => token, refresh: async () => void (token = "fresh") },
    });
    watch();
    watch();
    watch();
    const old = await socket(1);
    old.tell("open");
    const data = { reason: "request.unauthenticated", kind: "unauthenticated" };
    const ids = old.subscriptions.map((message) => message["id"]);
    for (const id of ids) old.tell("message", { id, error: { message: "No.", data } });
    const next = await socket(2);
    next.tell("open");
    expect(next.sent[0]).toMatchObject({ data: { token: "fresh" } });
    expect(next.subscriptions).toHaveLength(3);
    expect(next.closed).toBe(false);
    expect(events).toEqual([{ type: "refreshed" }]);
    expect(errors).toEqual([]);
  });

  test("is left when what it says is not JSON", async () => {
    const { watch, socket, events, errors } = stage();
    watch();
    const first = await socket(1);
    first.tell("open");
    first.tell("message", "<h1>Sorry</h1>");
    expect(first.closed).toBe(true);
    expect(events).toMatchObject([
      { type: "disconnected", error: { reason: "client.unreadable" } },
    ]);
    const next = await socket(2);
    next.tell("open");
    expect(next.subscriptions).toHaveLength(1);
    expect(errors).toEqual([]);
  });

  test("goes to the page's own host when the url is a path", async () => {
    vi.stubGlobal("location", { origin: "https://shop.example.com" });
    onTestFinished(() => void vi.unstubAllGlobals());
    const { watch, socket } = stage({ url: "/backend" });
    watch();
    expect((await socket(1)).url).toBe("wss://shop.example.com/backend/trpc");
  });
});

describe("an event source", () => {
  const overSse = { subscriptions: "sse" } as const;

  test.each(["connected", "message", "serialized-error"])(
    "is left when its %s is not JSON",
    async (type) => {
      const { watch, source, events, errors } = stage(overSse);
      watch();
      const first = await source(1);
      first.tell(type, "<h1>Sorry</h1>");
      expect(first.closed).toBe(true);
      expect(events).toMatchObject([
        { type: "disconnected", error: { reason: "client.unreadable" } },
      ]);
      await source(2);
      expect(errors).toEqual([]);
    },
  );

  test("asks for later marks, and is resumed after them", async () => {
    const { watch, source, ids, events, started } = stage(overSse);
    watch();
    const first = await source(1);
    expect(new URL(first.url).searchParams.get("marks")).toBe("1");
    first.tell("message", JSON.stringify({ resumed: false }), "6");
    for (const at of ["9", "10"]) first.tell("message", JSON.stringify({ mark: at }));
    first.tell("message", JSON.stringify({}), "11");
    first.tell("message", JSON.stringify({ mark: "15" }));
    // An event that looks like a mark has an id of its own.
    first.tell("message", JSON.stringify({ mark: "90" }), "16");
    first.tell("message", JSON.stringify({ mark: "20" }));
    expect(started()).toBe(1);
    first.tell("error");
    const next = await source(2);
    const input = new URL(next.url).searchParams.get("input") ?? "";
    expect(JSON.parse(input)).toMatchObject({ lastEventId: "20" });
    next.tell("message", JSON.stringify({ resumed: true }), "20");
    expect(ids).toEqual(["11", "16"]);
    expect(events.at(-1)).toMatchObject({ type: "connected", resumedAfter: "20" });
  });
});

describe.each(["websocket", "sse"] as const)("close() over %s", (subscriptions) => {
  const made = (): (FakeSocket | FakeSource)[] => [...FakeSocket.made, ...FakeSource.made];
  const fakeTimers = (): void => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
    onTestFinished(() => void vi.useRealTimers());
  };

  test("ends what waits to reconnect, and leaves no timer behind", async () => {
    fakeTimers();
    const { mainstay, watch, events, completed } = stage({ subscriptions });
    watch();
    await vi.advanceTimersByTimeAsync(0);
    made()[0]?.tell("error");
    expect(events).toMatchObject([{ type: "disconnected" }]);
    mainstay.close();
    expect(completed()).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(made()).toHaveLength(1);
  });

  test("before the connection is made makes none", async () => {
    fakeTimers();
    const { mainstay, watch, completed } = stage({ subscriptions });
    watch();
    mainstay.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(completed()).toBe(1);
    expect(made()).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("completes at once what is subscribed to afterwards", async () => {
    fakeTimers();
    const { mainstay, watch, completed } = stage({ subscriptions });
    mainstay.close();
    watch();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(completed()).toBe(1);
    expect(made()).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
