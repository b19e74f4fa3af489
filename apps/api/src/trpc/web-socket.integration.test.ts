import { once } from "node:events";
import net from "node:net";
import { call, testApi, testDatabase, testEnv, testKeys } from "@mainstay/testing";
import { afterEach, describe, expect, it } from "vitest";
import WebSocket from "ws";

interface Told {
  id?: number;
  error?: { data: { reason: string } };
  result?: { type: string };
}

/** A tRPC client's end of the wire: connection parameters first, then calls. */
async function connect(url: string, params: Record<string, string> = {}) {
  const socket = new WebSocket(`${url.replace("http", "ws")}/trpc?connectionParams=1`);
  const told: Told[] = [];
  socket.on("message", (data: Buffer) => told.push(JSON.parse(data.toString()) as Told));
  await once(socket, "open");
  socket.send(JSON.stringify({ method: "connectionParams", data: params }));
  let id = 0;
  return {
    socket,
    told,
    async ask(method: string, path: string, input: unknown = {}): Promise<Told> {
      const mine = (id += 1);
      socket.send(JSON.stringify({ id: mine, method, params: { path, input } }));
      await expect.poll(() => told.find((message) => message.id === mine)).toBeDefined();
      return told.find((message) => message.id === mine) as Told;
    },
    [Symbol.dispose]: () => socket.terminate(),
  };
}

/** Sends bytes and answers with the first that come back. */
async function raw(url: string, text: string): Promise<string> {
  const socket = net.connect(Number(new URL(url).port), "127.0.0.1");
  socket.write(text);
  const [data] = (await once(socket, "data")) as [Buffer];
  socket.destroy();
  return data.toString().split("\r\n", 1)[0] ?? "";
}
const upgrade = (path: string, host = "127.0.0.1", to = "websocket"): string =>
  `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: ${to}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OTAxMjM0NQ==\r\n\r\n`;

const uncaught: unknown[] = [];
const note = (error: unknown): void => void uncaught.push(error);
afterEach(() => {
  process.off("uncaughtException", note);
  expect(uncaught.splice(0)).toEqual([]);
});

describe("an upgrade", () => {
  it.each([
    ["to a path that is none", upgrade("//"), "404"],
    ["to another path", upgrade("/elsewhere"), "404"],
    ["for a host that is none", upgrade("/trpc", "["), "400"],
    ["that is good", upgrade("/trpc"), "101"],
  ])("%s is answered, and the server goes on", async (_name, request, status) => {
    process.on("uncaughtException", note);
    await using database = await testDatabase();
    await using api = await testApi(database);
    expect(await raw(api.url, request)).toContain(` ${status} `);
    expect((await call(api.url, "platform.system.info", {}, { by: "query" })).status).toBe(200);
  });

  it("to another protocol is answered as if it had not asked", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    expect(await raw(api.url, upgrade("/api/v1/info", "127.0.0.1", "h2c"))).toContain(" 200 ");
  });

  it("that is refused and reset ends nothing", async () => {
    process.on("uncaughtException", note);
    await using database = await testDatabase();
    await using api = await testApi(database);
    for (let round = 0; round < 30; round += 1) {
      const socket = net.connect(Number(new URL(api.url).port), "127.0.0.1");
      await once(socket, "connect");
      socket.write(upgrade("/elsewhere"));
      socket.resetAndDestroy();
    }
    expect((await call(api.url, "platform.system.info", {}, { by: "query" })).status).toBe(200);
  });

  it("that is refused does not keep the server from closing", async () => {
    await using database = await testDatabase();
    const api = await testApi(database);
    const socket = net.connect({ port: Number(new URL(api.url).port), allowHalfOpen: true });
    socket.on("error", () => "the server may cut it");
    socket.write(upgrade("/elsewhere"));
    await once(socket, "data");
    const since = performance.now();
    await api.close();
    expect(performance.now() - since).toBeLessThan(5_000);
    socket.destroy();
  });
});

describe("a WebSocket", () => {
  it("carries subscriptions, and no other calls", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    using wire = await connect(api.url, { token: testKeys.admin });
    const watched = await wire.ask("subscription", "platform.settings.watch");
    expect(watched.result?.type).toBe("started");
    const input = { key: "platform.outbox_days", value: 3 };
    const refused = await Promise.all([
      wire.ask("query", "platform.settings.list"),
      wire.ask("mutation", "platform.settings.update", input),
    ]);
    expect(refused.map(({ error }) => error?.data.reason)).toEqual([
      "request.wrong_method",
      "request.wrong_method",
    ]);
  });

  it("does not take a ticket, which could have been read in a URL", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { data } = await call(api.url, "platform.system.liveTicket", undefined, {
      as: testKeys.admin,
    });
    const { ticket } = data as { ticket: string };
    using wire = await connect(api.url, { ticket });
    await wire.ask("subscription", "platform.settings.watch");
    await expect
      .poll(() => wire.told.map(({ error }) => error?.data.reason))
      .toContain("request.unauthenticated");
    const query = new URLSearchParams({ connectionParams: JSON.stringify({ ticket }) });
    const http = (path: string, headers: Record<string, string> = {}) =>
      fetch(`${api.url}/trpc/${path}?${query.toString()}`, { headers });
    expect((await http("platform.settings.list")).status).toBe(401);
    const stream = await http("platform.settings.watch", { accept: "text/event-stream" });
    expect(stream.headers.get("content-type")).toContain("text/event-stream");
    await stream.body?.cancel();
  });

  it("refuses messages over the limit, and more subscriptions than one connection may have", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database, {
      env: testEnv(database, { BODY_LIMIT_BYTES: "4096" }),
    });
    using wire = await connect(api.url, { token: testKeys.admin });
    const all = await Promise.all(
      Array.from({ length: 201 }, () => wire.ask("subscription", "platform.settings.watch")),
    );
    expect(all).toHaveLength(201);
    await expect
      .poll(() => wire.told.filter(({ error }) => error?.data.reason === "request.rate_limited"))
      .toHaveLength(1);
    wire.socket.send("x".repeat(5_000));
    const [code] = (await once(wire.socket, "close")) as [number];
    expect(code).toBe(1009);
  });
});
