import { EventEmitter, once } from "node:events";
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { permission, subscription } from "@mainstay/contracts";
import { testApi, testDatabase, testKeys } from "@mainstay/testing";
import { afterEach, describe, expect, it, vi } from "vitest";
import WebSocket, { WebSocketServer } from "ws";
import { z } from "zod";
import { implement } from "./implement.ts";
import { cutStalled, keepAlive, untilTaken } from "./slow-clients.ts";

const chunk = "x".repeat(64 * 1024);
const most = 1_000;

/** Tells a lot at once, and counts how much of it was asked for. */
async function torrent() {
  const stack = new AsyncDisposableStack();
  const told = { count: 0 };
  const contract = {
    test: {
      torrent: subscription({
        summary: "A lot at once",
        access: permission("test.torrent", { roles: [] }),
        input: z.object({ lastEventId: z.string().nullish() }),
        output: z.string(),
      }),
    },
  };
  const implemented = implement(contract, {
    test: {
      async *torrent() {
        yield { id: "0", resumed: false };
        for (; told.count < most; told.count += 1)
          yield { id: String(told.count + 1), data: chunk };
      },
    },
  });
  const database = stack.use(await testDatabase());
  const api = stack.use(await testApi(database, { implemented }));
  /** It asks for no more while nobody takes anything. */
  const halted = async (): Promise<number> => {
    let before = -1;
    await expect
      .poll(
        () => {
          const same = told.count > 0 && told.count === before;
          before = told.count;
          return same;
        },
        { interval: 300, timeout: 10_000 },
      )
      .toBe(true);
    return told.count;
  };
  return { api, told, halted, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

// Some MB lie in the buffers of both kernels.
const fewOf = (count: number): boolean => count < most / 2;

describe("a client that does not take what it is told", () => {
  it("over a WebSocket keeps the rest in the database, and gets it when it goes on", async () => {
    await using at = await torrent();
    const socket = new WebSocket(`${at.api.url.replace("http", "ws")}/trpc?connectionParams=1`);
    await once(socket, "open");
    let came = 0;
    socket.on("message", (data: Buffer) => (came += data.length > chunk.length ? 1 : 0));
    socket.send(JSON.stringify({ method: "connectionParams", data: { token: testKeys.admin } }));
    const params = { path: "test.torrent", input: {} };
    socket.send(JSON.stringify({ id: 1, method: "subscription", params }));
    await expect.poll(() => came).toBeGreaterThan(0);
    socket.pause();

    expect(await at.halted()).toSatisfy(fewOf);

    socket.resume();
    await expect.poll(() => came, { timeout: 20_000 }).toBe(most);
    socket.terminate();
  });

  it("over server-sent events keeps the rest in the database, and gets it when it goes on", async () => {
    await using at = await torrent();
    const { port, host } = new URL(at.api.url);
    const socket = net.connect(Number(port), "127.0.0.1");
    let came = 0;
    socket.on("data", (data) => (came += data.length));
    socket.write(
      `GET /trpc/test.torrent?input=%7B%7D HTTP/1.1\r\nHost: ${host}\r\nAccept: text/event-stream\r\nAuthorization: Bearer ${testKeys.admin}\r\n\r\n`,
    );
    await expect.poll(() => came).toBeGreaterThan(chunk.length);
    socket.pause();

    expect(await at.halted()).toSatisfy(fewOf);

    socket.resume();
    await expect.poll(() => came, { timeout: 20_000 }).toBeGreaterThan(most * chunk.length);
    socket.destroy();
  });

  describe("for too long", () => {
    afterEach(() => void vi.useRealTimers());

    it("is cut though it talks, and one that is done with a message now and then is not", async () => {
      vi.useFakeTimers();
      const atMostMs = 60_000;
      const client = { bufferedAmount: 50_000_000, terminate: vi.fn() };
      const waiting = untilTaken(client, undefined, atMostMs);
      for (let n = 0; n < 20; n += 1) {
        client.bufferedAmount -= 1_000_000;
        await vi.advanceTimersByTimeAsync(atMostMs - 1_000);
      }
      expect(client.terminate).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(atMostMs + 1_000);
      expect(client.terminate).toHaveBeenCalledOnce();
      await waiting;
    });
  });
});

/** Far more than the buffers of both kernels hold: one write, of which the counters say nothing until it is done. */
const heap = Buffer.alloc(24 * 1024 * 1024, "x");
/** Longer than a busy machine keeps this process waiting, in which its clients cannot read either. */
const patienceMs = 1_500;

/** A server that sends what a real one would, on both ways, with little patience. */
async function impatient(sends: Buffer | null) {
  const server = http.createServer((_, response) => {
    cutStalled(response, patienceMs);
    response.writeHead(200, { "content-type": "text/event-stream" });
    if (sends) response.write(sends);
    else response.flushHeaders();
  });
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    sockets.handleUpgrade(request, socket, head, (client) => {
      cutStalled(request.socket, patienceMs);
      if (sends) client.send(sends);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    for (const client of sockets.clients) client.terminate();
    server.closeAllConnections();
    server.close();
  };
  const open = (): Promise<number> =>
    new Promise((resolve, reject) => {
      server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
    });
  return { port, open, [Symbol.dispose]: close };
}

const upgrade = `Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${Buffer.alloc(16).toString("base64")}\r\n`;

/** Reads nothing but when it is told to, or as much as a slow line would carry. */
async function reader(port: number, headers: string) {
  const socket = net.connect(port, "127.0.0.1");
  const seen = { took: 0 };
  socket.pause();
  socket.on("error", () => {});
  await once(socket, "connect");
  socket.write(`GET / HTTP/1.1\r\nHost: local\r\n${headers}\r\n`);
  const takeSlowly = (): void => {
    socket.on("data", (data) => {
      seen.took += data.length;
      socket.pause();
      setTimeout(() => socket.resume(), 15);
    });
    socket.resume();
  };
  const takeAll = (): void => {
    socket.on("data", (data) => (seen.took += data.length));
    socket.resume();
  };
  return { seen, takeSlowly, takeAll, [Symbol.dispose]: () => void socket.destroy() };
}

describe.each([
  ["server-sent events", ""],
  ["a WebSocket", upgrade],
])("over %s a client", (_, headers) => {
  it("that takes what was sent slowly but steadily is kept, however long one message lasts", async () => {
    using server = await impatient(heap);
    using client = await reader(server.port, headers);
    const since = performance.now();
    client.takeSlowly();
    await expect.poll(() => client.seen.took, { timeout: 90_000 }).toBeGreaterThan(heap.length);
    // Much longer than anybody may take nothing.
    expect(performance.now() - since).toBeGreaterThan(3 * patienceMs);
    expect(await server.open()).toBe(1);
  }, 100_000);

  it("that takes nothing is cut", async () => {
    using server = await impatient(heap);
    using client = await reader(server.port, headers);
    await expect.poll(server.open).toBe(1);
    await expect.poll(server.open, { timeout: 10_000 }).toBe(0);
    expect(client.seen.took).toBe(0);
  });

  it("for which nothing waits is kept", async () => {
    using server = await impatient(null);
    using client = await reader(server.port, headers);
    client.takeAll();
    await expect.poll(() => client.seen.took).toBeGreaterThan(0);
    const since = performance.now();
    await expect
      .poll(() => performance.now() - since, { timeout: 10_000 })
      .toBeGreaterThan(3 * patienceMs);
    expect(await server.open()).toBe(1);
  });
});

describe("a WebSocket that says nothing", () => {
  afterEach(() => void vi.useRealTimers());

  const quiet = () => {
    vi.useFakeTimers();
    const client = Object.assign(new EventEmitter(), {
      bufferedAmount: 0,
      send: vi.fn(),
      terminate: vi.fn(),
    });
    keepAlive(client, patienceMs);
    return client;
  };

  it("is asked, and ended where it does not answer", () => {
    const client = quiet();
    vi.advanceTimersByTime(patienceMs);
    expect(client.send).toHaveBeenCalledExactlyOnceWith("PING");
    client.emit("message", "PONG");
    vi.advanceTimersByTime(patienceMs);
    expect(client.terminate).not.toHaveBeenCalled();
    vi.advanceTimersByTime(patienceMs);
    expect(client.terminate).toHaveBeenCalledOnce();
    client.emit("close");
    expect(vi.getTimerCount()).toBe(0);
  });

  it("is not asked while it has to take what was sent before", () => {
    const client = quiet();
    client.bufferedAmount = 1;
    vi.advanceTimersByTime(10 * patienceMs);
    expect(client.send).not.toHaveBeenCalled();
    expect(client.terminate).not.toHaveBeenCalled();
  });
});
