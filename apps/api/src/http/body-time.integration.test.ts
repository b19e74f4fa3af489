import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { signFileAddress, uploadMs } from "@mainstay/core";
import { files } from "@mainstay/db";
import { testApi, testDatabase, testEnv } from "@mainstay/testing";
import { describe, expect, it } from "vitest";

const limitMs = 1_000;
const id = "0192f0c1-7a51-7000-8000-000000000001";
/** Of the file that waits: more than a slow client sends in twice the limit. */
const size = 24;

async function stage() {
  const stack = new AsyncDisposableStack();
  const folder = mkdtempSync(path.join(tmpdir(), "mainstay-slow-"));
  stack.defer(() => rmSync(folder, { recursive: true, force: true }));
  const database = stack.use(await testDatabase());
  const changes = { REQUEST_TIMEOUT_MS: String(limitMs), FILES_DIR: folder };
  const api = stack.use(await testApi(database, { env: testEnv(database, changes) }));
  await database.db.insert(files).values({
    id,
    owner: "account:1",
    purpose: "platform.document",
    visibility: "private",
    state: "waiting",
    name: "a.png",
    declaredType: "image/png",
    declaredBytes: size,
    createdAt: new Date(),
    expiresAt: new Date(Date.now() + uploadMs),
  });
  const addressUntil = (ms: number): string => {
    const expiresAt = new Date(Date.now() + ms);
    const signature = signFileAddress(api.services.sealer, { method: "PUT", id, expiresAt });
    return `/files/uploads/${id}?expires=${expiresAt.getTime()}&signature=${signature}`;
  };
  /** Sends its text, and then a byte every 100 ms: so many, or for as long as it can. */
  const trickle = async (text: string, bytes = Infinity) => {
    const socket = net.connect(Number(new URL(api.url).port), "127.0.0.1");
    // The server ends it while more is on its way.
    socket.on("error", () => {});
    const closed = new Promise((resolve) => socket.once("close", resolve));
    const began = performance.now();
    let answer = "";
    socket.on("data", (data) => (answer += data.toString()));
    socket.write(text);
    let sent = 0;
    const sending = setInterval(() => {
      if (sent < bytes) socket.write("x");
      sent += 1;
    }, 100);
    await closed;
    clearInterval(sending);
    return { status: Number(answer.split(" ")[1]), ms: performance.now() - began, sent };
  };
  const put = (address: string): string =>
    `PUT ${address} HTTP/1.1\r\nHost: a\r\nContent-Type: image/png\r\nContent-Length: ${size}\r\nConnection: close\r\n\r\n`;
  const stored = (): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name);
  return { put, addressUntil, trickle, stored, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

describe("a request that is sent slowly", () => {
  it.each([
    ["in its head", "GET /healthz HTTP/1.1\r\nHost: a\r\nX-Slow: "],
    [
      "in its body",
      "POST /trpc/platform.system.liveTicket HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n",
    ],
    [
      "in its body over REST",
      "PUT /api/v1/settings/a HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n",
    ],
    [
      "in chunks that never end",
      "POST /trpc/platform.system.liveTicket HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n",
    ],
  ])("%s is ended when its time is over", async (_, text) => {
    await using at = await stage();
    const { status, ms } = await at.trickle(text);
    expect(status).toBe(408);
    expect(ms).toBeGreaterThan(limitMs - 50);
    expect(ms).toBeLessThan(limitMs * 8);
  });

  it("after it was answered is ended all the same", async () => {
    await using at = await stage();
    const text = "POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n";
    const { status, ms } = await at.trickle(text);
    expect(status).toBe(404);
    expect(ms).toBeLessThan(limitMs * 8);
  });
});

describe("an upload to the API that is sent slowly", () => {
  it("is taken, as long as it keeps coming", async () => {
    await using at = await stage();
    const { status, ms } = await at.trickle(at.put(at.addressUntil(uploadMs)), size);
    expect(status).toBe(204);
    expect(ms).toBeGreaterThan(limitMs * 2);
    expect(at.stored()).toEqual([id]);
  });

  it("is ended when nothing comes for the time of a request", async () => {
    await using at = await stage();
    const { status, ms } = await at.trickle(at.put(at.addressUntil(uploadMs)), 5);
    expect(status).toBe(408);
    expect(ms).toBeLessThan(limitMs * 8);
    await expect.poll(at.stored).toEqual([]);
  });

  it("is ended with its address", async () => {
    await using at = await stage();
    const { status, ms } = await at.trickle(at.put(at.addressUntil(limitMs * 1.5)));
    expect(status).toBe(408);
    expect(ms).toBeGreaterThan(limitMs);
    expect(ms).toBeLessThan(limitMs * 8);
    await expect.poll(at.stored).toEqual([]);
  });

  it("to an address that is not good has no time at all", async () => {
    await using at = await stage();
    const { status, ms } = await at.trickle(at.put(`/files/uploads/${id}?expires=9999999999999`));
    expect(status).toBe(403);
    expect(ms).toBeLessThan(limitMs * 8);
  });
});
