import { once } from "node:events";
import net from "node:net";
import { permission, subscription } from "@mainstay/contracts";
import { testApi, testDatabase, testKeys } from "@mainstay/testing";
import { afterEach, describe, expect, it, vi } from "vitest";
import WebSocket from "ws";
import { z } from "zod";
import { implement } from "./implement.ts";
import { cutStalled, patienceMs, untilTaken } from "./slow-clients.ts";

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

    it("is cut, and one that takes a little now and then is not", async () => {
      vi.useFakeTimers();
      const client = { bufferedAmount: 50_000_000, terminate: vi.fn() };
      const waiting = untilTaken(client, undefined);
      for (let n = 0; n < 20; n += 1) {
        client.bufferedAmount -= 1_000_000;
        await vi.advanceTimersByTimeAsync(patienceMs - 1_000);
      }
      expect(client.terminate).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(patienceMs + 1_000);
      expect(client.terminate).toHaveBeenCalledOnce();
      await waiting;
    });

    it("is cut over server-sent events as well, and one that waits for nothing is not", () => {
      vi.useFakeTimers();
      const stream = (writableNeedDrain: boolean, bytesWritten: () => number) => ({
        writableNeedDrain,
        get socket() {
          return { bytesWritten: bytesWritten() };
        },
        destroy: vi.fn(),
      });
      let sent = 0;
      const stuck = stream(true, () => 5);
      const slow = stream(true, () => (sent += 1));
      const quiet = stream(false, () => 5);
      using _looking = cutStalled(new Set([stuck, slow, quiet]));
      vi.advanceTimersByTime(patienceMs);
      expect(stuck.destroy).not.toHaveBeenCalled();
      vi.advanceTimersByTime(patienceMs);
      expect(stuck.destroy).toHaveBeenCalledOnce();
      expect(slow.destroy).not.toHaveBeenCalled();
      expect(quiet.destroy).not.toHaveBeenCalled();
    });
  });
});
