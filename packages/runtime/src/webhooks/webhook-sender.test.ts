import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { fakeServer, silence } from "@mainstay/testing";
import { describe, expect, it } from "vitest";
import type { Resolve } from "./resolve-name.ts";
import { createWebhookSender } from "./webhook-sender.ts";

const signal = new AbortController().signal;
const to = (...addresses: string[]): Resolve & { asked: string[] } => {
  const asked: string[] = [];
  const resolve: Resolve = async (host) => {
    asked.push(host);
    return addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  };
  return Object.assign(resolve, { asked });
};
const ask = (url: string, loopback = true) => ({
  url,
  headers: { "webhook-id": "e-1", "content-type": "application/json" },
  body: '{"sum":"1 €"}',
  loopback,
});

describe("a webhook", () => {
  it("is posted as it is, to the name's own address and under its name", async () => {
    await using server = await fakeServer(({ path, headers, body }) => ({
      status: 201,
      body: [path, headers.host, headers["webhook-id"], body.toString()].join(" "),
    }));
    const resolve = to("127.0.0.1");
    const sender = createWebhookSender({ production: false, resolve });
    const { port } = new URL(server.url);
    const answer = await sender.send(ask(`http://shop.localhost:${port}/in?a=1`), signal);
    expect(answer).toEqual({
      status: 201,
      problem: null,
      retryAfterSeconds: null,
      body: `/in?a=1 shop.localhost:${port} e-1 {"sum":"1 €"}`,
    });
    expect(resolve.asked).toEqual(["shop.localhost"]);
  });

  it.each([
    [
      "another protocol",
      "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n",
      "refused: it answered with another protocol",
    ],
    ["nothing, and hangs up", "", expect.any(String)],
  ])("that is answered with %s is a try that failed, at once", async (_how, text, problem) => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => (text === "" ? socket.destroy() : socket.write(text)));
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    const sender = createWebhookSender({ production: false, resolve: to("127.0.0.1") });
    const began = performance.now();
    const answer = await sender.send(ask(`http://shop.localhost:${port}/`), signal);
    expect(answer).toMatchObject({ status: null, problem });
    expect(performance.now() - began).toBeLessThan(10_000);
    server.close();
  });

  it("connects to what was checked, though the name says something else a moment later", async () => {
    let hits = 0;
    await using server = await fakeServer(() => ({ body: String((hits += 1)) }));
    let asked = 0;
    const resolve: Resolve = async () => [
      { address: (asked += 1) === 1 ? "127.0.0.1" : "169.254.169.254", family: 4 },
    ];
    const sender = createWebhookSender({ production: false, resolve });
    const url = `http://shop.localhost:${new URL(server.url).port}/`;
    expect((await sender.send(ask(url), signal)).status).toBe(200);
    expect(asked).toBe(1);
    expect((await sender.send(ask(url), signal)).problem).toMatch(/^refused: its name leads/);
    expect([asked, hits]).toEqual([2, 1]);
  });

  it.each([
    ["10.0.0.1"],
    ["169.254.169.254"],
    ["::1"],
    ["::ffff:127.0.0.1"],
    ["fd00::1"],
    ["64:ff9b::a00:1"],
    ["8.8.8.8", "127.0.0.1"],
    ["2606:4700::1111", "fe80::1"],
  ])("does not go where a name leads to %s %s", async (...addresses) => {
    const sender = createWebhookSender({ production: true, resolve: to(...addresses) });
    const answer = await sender.send(ask("https://shop.example/"), signal);
    expect(answer.problem).toBe("refused: its name leads to an address that is not public");
  });

  it("does not go to this machine in production, whatever was set", async () => {
    let hits = 0;
    await using server = await fakeServer(() => ({ body: String((hits += 1)) }));
    const sender = createWebhookSender({ production: true });
    for (const url of [server.url, server.url.replace("http:", "https:"), "https://2130706433/"])
      expect((await sender.send(ask(url), signal)).problem).toMatch(/^refused: /);
    const byName = createWebhookSender({ production: true, resolve: to("127.0.0.1") });
    const named = await byName.send(ask("https://shop.example/"), signal);
    expect(named.problem).toMatch(/^refused: /);
    const unasked = createWebhookSender({ production: false });
    expect((await unasked.send(ask(server.url, false), signal)).problem).toMatch(/^refused: /);
    expect(hits).toBe(0);
  });

  it("follows nothing, wherever it is sent on to", async () => {
    let hits = 0;
    await using inner = await fakeServer(() => ({ body: String((hits += 1)) }));
    await using server = await fakeServer(() => ({
      status: 307,
      headers: { location: `${inner.url}/secret` },
    }));
    const sender = createWebhookSender({ production: false });
    expect((await sender.send(ask(server.url), signal)).status).toBe(307);
    expect(hits).toBe(0);
  });

  it("keeps the first kilobyte of an answer, without what Postgres cannot keep", async () => {
    await using server = await fakeServer(() => ({ body: `a\0b${"x".repeat(100_000)}` }));
    const { body } = await createWebhookSender({ production: false }).send(ask(server.url), signal);
    expect(body).toBe(`ab${"x".repeat(1_021)}`);
  });

  it("counts by its status where the body is cut off or does not end", async () => {
    const sender = createWebhookSender({ production: false });
    for (const ending of ["cut", "held"] as const) {
      await using server = await fakeServer(() => ({ body: "taken", ending }));
      const { status, body } = await sender.send(ask(server.url), signal);
      expect([status, body]).toEqual([200, "taken"]);
    }
  });

  it("says how long to wait, in seconds or by a date", async () => {
    const later = new Date(Date.now() + 60_000).toUTCString();
    const sender = createWebhookSender({ production: false });
    for (const header of ["60", later]) {
      await using server = await fakeServer(() => ({
        status: 503,
        headers: { "retry-after": header },
      }));
      const { retryAfterSeconds } = await sender.send(ask(server.url), signal);
      expect(retryAfterSeconds).toBeGreaterThan(55);
      expect(retryAfterSeconds).toBeLessThanOrEqual(60);
    }
  });

  it("that gets no answer in time, or no connection, says so", async () => {
    await using server = await fakeServer(() => silence);
    const sender = createWebhookSender({ production: false, timeoutMs: 100 });
    expect((await sender.send(ask(server.url), signal)).problem).toBe("no answer in time");
    const closed = await sender.send(ask("http://127.0.0.1:1/"), signal);
    expect(closed).toMatchObject({ status: null, problem: "ECONNREFUSED" });
    const nowhere = createWebhookSender({ production: false, resolve: to() });
    expect((await nowhere.send(ask("http://shop.example/"), signal)).status).toBeNull();
  });

  it("ends with who waits for it", async () => {
    await using server = await fakeServer(() => silence);
    const stop = new AbortController();
    const sent = createWebhookSender({ production: false }).send(ask(server.url), stop.signal);
    stop.abort(new Error("the worker stops"));
    await expect(sent).rejects.toThrow("the worker stops");
  });
});
