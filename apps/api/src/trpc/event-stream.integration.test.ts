import { call, testApi, testDatabase, testKeys } from "@mainstay/testing";
import { describe, expect, it } from "vitest";

interface Told {
  readonly event: string;
  readonly id: string | null;
  readonly data: unknown;
}

/** What comes, until the server ends it or a message came: what docs/rest.md tells of. */
async function listen(url: string, ticket: string | null, input: object = {}) {
  const query = new URLSearchParams({ input: JSON.stringify(input) });
  if (ticket !== null) query.set("connectionParams", JSON.stringify({ ticket }));
  const response = await fetch(`${url}/trpc/platform.settings.watch?${query.toString()}`, {
    headers: { accept: "text/event-stream" },
    signal: AbortSignal.timeout(10_000),
  });
  let text = "";
  for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += part;
    if (/^id: /m.test(text) && text.endsWith("\n\n")) break;
  }
  const told = text.split("\n\n").filter((block) => block.trim() !== "");
  return { status: response.status, told: told.map(read) };
}

function read(block: string): Told {
  const field = (name: string): string | null =>
    new RegExp(`^${name}: ?(.*)$`, "m").exec(block)?.[1] ?? null;
  const data = field("data") ?? "";
  return {
    event: field("event") ?? "message",
    id: field("id"),
    data: data === "" ? null : JSON.parse(data),
  };
}

describe("a stream of server-sent events", () => {
  it("begins with connected, and then the mark", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { data } = await call(api.url, "platform.system.liveTicket", undefined, {
      as: testKeys.admin,
    });
    const { ticket } = data as { ticket: string };
    const { status, told } = await listen(api.url, ticket);
    expect(status).toBe(200);
    expect(told).toEqual([
      { event: "connected", id: null, data: expect.anything() },
      { event: "message", id: expect.any(String), data: { resumed: false } },
    ]);
  });

  it("is not begun for what is no subscription: that is refused by its status", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const headers = { accept: "text/event-stream" };
    const refused = await fetch(`${api.url}/trpc/platform.settings.gaze?input={}`, { headers });
    expect(refused.status).toBe(404);
    expect(await refused.json()).toMatchObject({
      error: { data: { reason: "request.unknown_procedure" } },
    });
  });

  it("that is refused says why in serialized-error, after connected", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { status, told } = await listen(api.url, null);
    expect({ status, told }).toEqual({
      status: 200,
      told: [
        { event: "connected", id: null, data: expect.anything() },
        {
          event: "serialized-error",
          id: null,
          data: expect.objectContaining({
            message: expect.any(String),
            data: expect.objectContaining({
              reason: "request.unauthenticated",
              kind: "unauthenticated",
              requestId: expect.any(String),
            }),
          }),
        },
      ],
    });
  });
});
