import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { createS3Store, type S3Options } from "./s3-store.ts";

const open = new AbortController().signal;
const weekMs = 7 * 86_400_000;

async function stage(answer: RequestListener, options: Partial<S3Options> = {}) {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  const store = createS3Store({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: "us-east-1",
    bucket: "test",
    accessKeyId: "test",
    secretAccessKey: "test",
    pathStyle: true,
    publicUrl: undefined,
    ...options,
  });
  return {
    store,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const forEverybody = { id: "a", key: "files/a", disposition: "inline", expiresAt: null };
/** Says there are 100 bytes, and sends some. */
const halfOf: RequestListener = (_request, response) => {
  response.writeHead(200, { "content-length": "100" });
  response.write("some");
};

describe("a store in a bucket", () => {
  it("that ends an answer in its middle is away", async () => {
    await using at = await stage((request, response) => {
      halfOf(request, response);
      setImmediate(() => response.destroy());
    });
    await expect(at.store.read("incoming/a", 100, open)).rejects.toMatchObject({
      reason: "request.unavailable",
    });
  });

  it("that stops in the middle of an answer is away", async () => {
    await using at = await stage(halfOf, { timeoutMs: 300 });
    await expect(at.store.read("incoming/a", 100, open)).rejects.toMatchObject({
      reason: "request.unavailable",
    });
  });

  it("is not blamed for a call that was ended while it answered", async () => {
    const began = Promise.withResolvers<void>();
    await using at = await stage((request, response) => {
      halfOf(request, response);
      began.resolve();
    });
    const ended = new AbortController();
    const reading = at.store.read("incoming/a", 100, ended.signal);
    await began.promise;
    ended.abort(new Error("the call was ended"));
    await expect(reading).rejects.toThrow("the call was ended");
  });

  it("says that a link for everybody ends in a week, where it is signed", async () => {
    await using at = await stage(halfOf);
    const { url, expiresAt } = await at.store.getLink(forEverybody);
    const seconds = Number(new URL(url).searchParams.get("X-Amz-Expires"));
    expect(seconds).toBeGreaterThan(weekMs / 1_000 - 10);
    expect(seconds).toBeLessThanOrEqual(weekMs / 1_000);
    expect(Math.abs((expiresAt?.getTime() ?? 0) - Date.now() - weekMs)).toBeLessThan(10_000);
  });

  it("says that a link for everybody never ends, where there is a place for everybody", async () => {
    await using at = await stage(halfOf, { publicUrl: "https://cdn.example.com/" });
    expect(await at.store.getLink(forEverybody)).toEqual({
      url: "https://cdn.example.com/files/a",
      expiresAt: null,
    });
  });
});
