import { once } from "node:events";
import { permission, subscription } from "@mainstay/contracts";
import { testApi, testDatabase, testKeys } from "@mainstay/testing";
import { expect, it } from "vitest";
import WebSocket from "ws";
import { z } from "zod";
import { implement } from "./implement.ts";

/** Begins, tells once, comes further without telling anything, and tells again. */
async function stage() {
  const stack = new AsyncDisposableStack();
  const contract = {
    test: {
      watch: subscription({
        summary: "For tests",
        access: permission("test.watch", { roles: [] }),
        input: z.object({ lastEventId: z.string().nullish() }),
        output: z.string(),
      }),
    },
  };
  const implemented = implement(contract, {
    test: {
      async *watch() {
        yield { id: "1", resumed: false };
        yield { id: "2", data: "two" };
        yield { id: "7", resumed: true };
        yield { id: "8", data: "eight" };
      },
    },
  });
  const database = stack.use(await testDatabase());
  const api = stack.use(await testApi(database, { implemented }));
  return { url: api.url, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** What came, as `id data`. */
async function streamed(url: string, query: string): Promise<string[]> {
  const response = await fetch(`${url}/trpc/test.watch?input=%7B%7D${query}`, {
    headers: { accept: "text/event-stream", authorization: `Bearer ${testKeys.admin}` },
    signal: AbortSignal.timeout(10_000),
  });
  const blocks = (await response.text()).split("\n\n").filter((block) => !/^event:/m.test(block));
  const field = (block: string, name: string): string =>
    new RegExp(`^${name}: ?(.*)$`, "m").exec(block)?.[1] ?? "-";
  return blocks
    .filter((block) => block.trim() !== "")
    .map((block) => `${field(block, "id")} ${field(block, "data")}`);
}

it("a stream of server-sent events has marks after its first where they were asked for", async () => {
  await using at = await stage();
  const told = ['1 {"resumed":false}', '2 "two"', '8 "eight"'];
  expect(await streamed(at.url, "")).toEqual(told);
  // An empty id takes back the last one: readers by the standard hand the mark on with none.
  expect(await streamed(at.url, "&marks=1")).toEqual(told.toSpliced(2, 0, ' {"mark":"7"}'));
});

it("over a WebSocket marks after the first have no id, so that older clients pass over them", async () => {
  await using at = await stage();
  const socket = new WebSocket(`${at.url.replace("http", "ws")}/trpc?connectionParams=1`);
  const results: Record<string, unknown>[] = [];
  socket.on("message", (data: Buffer) => {
    const { result } = JSON.parse(data.toString()) as { result: Record<string, unknown> };
    if (result["type"] === "data") results.push(result);
  });
  await once(socket, "open");
  socket.send(JSON.stringify({ method: "connectionParams", data: { token: testKeys.admin } }));
  const params = { path: "test.watch", input: {} };
  socket.send(JSON.stringify({ id: 1, method: "subscription", params }));
  await expect.poll(() => results).toHaveLength(4);
  socket.terminate();
  expect(results.map(({ id, data }) => [id, data])).toEqual([
    ["1", { id: "1", data: { resumed: false } }],
    ["2", { id: "2", data: "two" }],
    [undefined, { mark: "7" }],
    ["8", { id: "8", data: "eight" }],
  ]);
});
