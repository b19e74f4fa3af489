import { readFileSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Answer, fakeServer, type Refusal } from "../fakes/fake-server.ts";
import {
  createMainstay,
  idempotencyKey,
  isMainstayError,
  type Mainstay,
  type MainstayEvent,
  type MainstayOptions,
  paginate,
  safe,
  sdkVersion,
} from "./index.ts";

const info = { version: "1", time: "2026-01-01T00:00:00Z", oldestSdk: "0.1.0" };
const down: Refusal = {
  reason: "request.unavailable",
  kind: "unavailable",
  status: 503,
  details: { retryAfterSeconds: 0.01 },
};
const expired: Refusal = {
  reason: "request.unauthenticated",
  kind: "unauthenticated",
  status: 401,
};
const change = { key: "platform.outbox_days", value: 3 };

async function serve(
  answer: Parameters<typeof fakeServer>[0],
  options: Partial<MainstayOptions> = {},
): Promise<{
  mainstay: Mainstay;
  seen: Awaited<ReturnType<typeof fakeServer>>["seen"];
  events: MainstayEvent[];
}> {
  const server = await fakeServer(answer);
  onTestFinished(() => server[Symbol.asyncDispose]());
  const events: MainstayEvent[] = [];
  const mainstay = createMainstay({
    url: server.url,
    onEvent: (event) => events.push(event),
    ...options,
  });
  return { mainstay, seen: server.seen, events };
}

/** Answers in turn; the last one again and again. */
const inTurn = (...answers: Answer[]) => {
  let at = 0;
  return (): Answer => answers[Math.min(at++, answers.length - 1)] ?? { data: null };
};

describe("every call", () => {
  test("says who calls, and with which SDK", async () => {
    const { mainstay, seen } = await serve(inTurn({ data: info }), {
      apiKey: "key-1",
      headers: { "X-Shop": "7", Authorization: "not this" },
    });
    expect(await mainstay.platform.system.info.query()).toEqual(info);
    expect(seen[0]?.headers).toMatchObject({
      authorization: "Bearer key-1",
      "x-mainstay-sdk": sdkVersion,
      "x-shop": "7",
    });
  });

  test("takes headers from a function, and a fetch of the caller's own", async () => {
    const urls: string[] = [];
    const { mainstay, seen } = await serve(inTurn({ data: info }), {
      headers: async () => ({ traceparent: "00-1" }),
      fetch: (url, init) => {
        urls.push(url);
        return fetch(url, init);
      },
    });
    await mainstay.platform.system.info.query();
    expect(seen[0]?.headers["traceparent"]).toBe("00-1");
    expect(urls).toHaveLength(1);
  });

  test("sends no credentials where there are none, and refuses several", async () => {
    const { mainstay, seen } = await serve(inTurn({ data: info }));
    await mainstay.platform.system.info.query();
    expect(seen[0]?.headers).not.toHaveProperty("authorization");
    expect(() => createMainstay({ url: "http://x", apiKey: "a", getToken: () => "b" })).toThrow(
      /one of/,
    );
  });

  test("names the version that the package has", () => {
    const { version } = JSON.parse(
      readFileSync(new URL("../package.json", import.meta.url), "utf8"),
    ) as { version: string };
    expect(sdkVersion).toBe(version);
  });

  test("tells once of a deprecated procedure", async () => {
    const sunset = "Wed, 01 Jan 2031 00:00:00 GMT";
    const { mainstay, events } = await serve(() => (response) => {
      response.writeHead(200, { "content-type": "application/json", sunset });
      response.end(JSON.stringify([{ result: { data: info } }]));
    });
    await mainstay.platform.system.info.query();
    await mainstay.platform.system.info.query();
    expect(events).toEqual([{ type: "deprecated", path: "platform.system.info", sunset }]);
  });

  test.each(["", "/backend"])("goes to a page's own host by the url %j", async (url) => {
    const sunset = "Wed, 01 Jan 2031 00:00:00 GMT";
    const urls: string[] = [];
    const events: MainstayEvent[] = [];
    const mainstay = createMainstay({
      url,
      onEvent: (event) => events.push(event),
      fetch: async (asked) => {
        urls.push(asked);
        return Response.json([{ result: { data: info } }], { headers: { sunset } });
      },
    });
    expect(await mainstay.platform.system.info.query()).toEqual(info);
    expect(urls).toEqual([expect.stringContaining(`${url}/trpc/platform.system.info?`)]);
    expect(events).toEqual([{ type: "deprecated", path: "platform.system.info", sunset }]);
  });
});

describe("batches", () => {
  test("carry the queries of one moment", async () => {
    const { mainstay, seen } = await serve((path) => ({ data: path }));
    const { info: system } = mainstay.platform.system;
    const { get } = mainstay.platform.settings;
    await Promise.all([system.query(), get.query({ key: "a" }), get.query({ key: "b" })]);
    expect(seen).toHaveLength(1);
    expect(seen[0]?.paths).toEqual([
      "platform.system.info",
      "platform.settings.get",
      "platform.settings.get",
    ]);
    expect(seen[0]?.inputs).toEqual([undefined, { key: "a" }, { key: "b" }]);
  });

  test("never carry mutations, which have a key each", async () => {
    const { mainstay, seen } = await serve(inTurn({ data: {} }));
    await Promise.all(
      [1, 2, 3].map((value) => mainstay.platform.settings.update.mutate({ ...change, value })),
    );
    expect(seen.map((one) => one.paths.length)).toEqual([1, 1, 1]);
    const keys = seen.map((one) => one.headers["idempotency-key"]);
    expect(new Set(keys).size).toBe(3);
    expect(keys.every((key) => /^[\x21-\x7e]{20,255}$/.test(String(key)))).toBe(true);
  });

  test("end each call for itself", async () => {
    const { mainstay } = await serve((path) =>
      path === "platform.system.info"
        ? { data: info }
        : {
            reason: "platform.setting_unknown",
            kind: "not_found",
            status: 404,
            details: { key: "x" },
          },
    );
    const [good, bad] = await Promise.all([
      safe(mainstay.platform.system.info.query()),
      safe(mainstay.platform.settings.get.query({ key: "x" })),
    ]);
    expect(good.ok).toBe(true);
    expect(bad.error?.reason).toBe("platform.setting_unknown");
  });
});

describe("repeating", () => {
  test("keeps a mutation's key over all attempts", async () => {
    const { mainstay, seen, events } = await serve(inTurn(down, (r) => r.destroy(), { data: {} }));
    await mainstay.platform.settings.update.mutate(change);
    expect(seen).toHaveLength(3);
    expect(new Set(seen.map((one) => one.headers["idempotency-key"])).size).toBe(1);
    expect(events.map((event) => event.type === "retry" && event.error.reason)).toEqual([
      "request.unavailable",
      "client.unreachable",
    ]);
  });

  test("uses the caller's key", async () => {
    const { mainstay, seen } = await serve(inTurn(down, { data: {} }));
    await mainstay.platform.settings.update.mutate(change, idempotencyKey("order-7"));
    expect(seen.map((one) => one.headers["idempotency-key"])).toEqual(["order-7", "order-7"]);
  });

  test("waits as long as the server asks, in details or in Retry-After", async () => {
    const inHeader = { ...down, details: {}, headers: { "retry-after": "0.2" } };
    const inDetails = { ...down, details: { retryAfterSeconds: 0.2 } };
    const { mainstay, seen } = await serve(inTurn(inHeader, inDetails, { data: info }));
    await mainstay.platform.system.info.query();
    const [first, second, third] = seen.map((one) => one.at);
    expect(Number(second) - Number(first)).toBeGreaterThanOrEqual(199);
    expect(Number(third) - Number(second)).toBeGreaterThanOrEqual(199);
  });

  test("waits for a call with the same key that is still running", async () => {
    const running: Refusal = {
      reason: "idempotency.in_progress",
      kind: "conflict",
      status: 409,
      details: { retryAfterSeconds: 0.01 },
    };
    const { mainstay, seen } = await serve(inTurn(running, running, { data: {} }));
    await mainstay.platform.settings.update.mutate(change);
    expect(seen).toHaveLength(3);
  });

  test("takes a proxy's page for what its status says", async () => {
    const page = (status: number) => (response: Parameters<Extract<Answer, Function>>[0]) => {
      response.writeHead(status, { "content-type": "text/html", "retry-after": "0" });
      response.end("<h1>Sorry</h1>");
    };
    const { mainstay, seen } = await serve(
      inTurn(page(502), page(503), page(504), page(429), page(500)),
    );
    const { error } = await safe(mainstay.platform.settings.update.mutate(change));
    expect(seen).toHaveLength(5);
    expect(error).toMatchObject({
      reason: "client.unreadable",
      kind: "internal",
      details: { status: 500 },
    });
  });

  test("ends with the budget", async () => {
    const { mainstay, seen } = await serve(
      inTurn({ ...down, details: { retryAfterSeconds: 0.05 } }),
      {
        retryBudgetMs: 300,
      },
    );
    const since = Date.now();
    const { error } = await safe(mainstay.platform.system.info.query());
    expect(error?.reason).toBe("request.unavailable");
    expect(seen.length).toBeGreaterThan(1);
    expect(Date.now() - since).toBeLessThan(1_000);
  });

  test("does not begin a wait that the budget does not hold", async () => {
    const { mainstay, seen } = await serve(
      inTurn({ ...down, details: { retryAfterSeconds: 3_600 } }),
    );
    const { error } = await safe(mainstay.platform.system.info.query());
    expect(error?.retryAfterMs).toBe(3_600_000);
    expect(seen).toHaveLength(1);
  });

  test.each<[string, Refusal]>([
    ["a domain refusal", { reason: "platform.setting_invalid", kind: "invalid", status: 400 }],
    ["a conflict", { reason: "idempotency.key_reused", kind: "conflict", status: 409 }],
    ["a bug", { reason: "internal", kind: "internal", status: 500 }],
  ])("never follows %s", async (_, refusal) => {
    const { mainstay, seen } = await serve(inTurn(refusal));
    const { error } = await safe(mainstay.platform.settings.update.mutate(change));
    expect(error).toMatchObject({ reason: refusal.reason, requestId: "r-1" });
    expect(seen).toHaveLength(1);
  });

  test("never follows a mutation without a key", async () => {
    const { mainstay, seen } = await serve(inTurn(down));
    const { error } = await safe(mainstay.platform.system.liveTicket.mutate());
    expect(error?.kind).toBe("unavailable");
    expect(seen).toHaveLength(1);
    expect(seen[0]?.headers).not.toHaveProperty("idempotency-key");
  });
});

describe("renewing the token", () => {
  const onlyFresh = (_: string, { headers }: { headers: Record<string, unknown> }): Answer =>
    headers["authorization"] === "Bearer fresh" ? { data: {} } : expired;

  test("happens once for 50 calls, each of which is made again", async () => {
    let token = "stale";
    let renewals = 0;
    const { mainstay, seen, events } = await serve(onlyFresh, {
      tokens: {
        get: () => token,
        refresh: async () => {
          renewals += 1;
          await new Promise((resolve) => setImmediate(resolve));
          token = "fresh";
        },
      },
    });
    const calls = Array.from({ length: 50 }, (_, value) =>
      mainstay.platform.settings.update.mutate({ ...change, value }),
    );
    expect(await Promise.all(calls)).toHaveLength(50);
    expect(renewals).toBe(1);
    expect(events).toEqual([{ type: "refreshed" }]);
    expect(seen.length).toBeLessThanOrEqual(100);
    const stale = seen.filter((one) => one.headers.authorization === "Bearer stale");
    const keys = new Set(seen.map((one) => one.headers["idempotency-key"]));
    expect(stale.length).toBeGreaterThan(0);
    expect(keys.size).toBe(50);
  });

  test("asks getToken for another one", async () => {
    const asked: boolean[] = [];
    let token = "stale";
    const { mainstay } = await serve(onlyFresh, {
      getToken: ({ forceRefresh }) => {
        asked.push(forceRefresh);
        if (forceRefresh) token = "fresh";
        return token;
      },
    });
    await mainstay.platform.settings.update.mutate(change);
    expect(asked).toEqual([false, true, false]);
  });

  test("is tried once a call, and its failure ends the call with the server's refusal", async () => {
    const { mainstay, seen } = await serve(inTurn(expired), { getToken: () => "never good" });
    const { error } = await safe(mainstay.platform.system.info.query());
    expect(error?.reason).toBe("request.unauthenticated");
    expect(seen).toHaveLength(2);

    const broken = new Error("signed out");
    const other = await serve(inTurn(expired), {
      tokens: { get: () => "old", refresh: () => Promise.reject(broken) },
    });
    const refused = await safe(other.mainstay.platform.system.info.query());
    expect(refused.error?.reason).toBe("request.unauthenticated");
    expect(other.events).toEqual([{ type: "refresh_failed", error: broken }]);
    expect(other.seen).toHaveLength(1);
  });

  test("that throws at once fails like one that rejects", async () => {
    const broken = new Error("signed out");
    const { mainstay, events } = await serve(inTurn(expired), {
      tokens: {
        get: () => "old",
        refresh: () => {
          throw broken;
        },
      },
    });
    const { error } = await safe(mainstay.platform.system.info.query());
    expect(error?.reason).toBe("request.unauthenticated");
    expect(events).toEqual([{ type: "refresh_failed", error: broken }]);
  });

  test.each<[string, () => Promise<void>]>([
    ["at once", () => Promise.resolve()],
    ["later", () => new Promise((resolve) => setImmediate(resolve))],
  ])("by the client it renews, %s, ends in time and says what is wrong", async (_, before) => {
    const { mainstay, events } = await serve(inTurn(expired), {
      timeoutMs: 100,
      tokens: {
        get: () => "stale",
        refresh: async () => {
          await before();
          await mainstay.platform.system.info.query();
        },
      },
    });
    const { error } = await safe(mainstay.platform.settings.update.mutate(change));
    expect(error).toMatchObject({
      reason: "client.no_token",
      message: expect.stringContaining(
        "tokens.refresh must not call through the client it renews; use a second client",
      ),
    });
    await expect
      .poll(() => events)
      .toMatchObject([{ type: "refresh_failed", error: { reason: "client.no_token" } }]);
  });

  test("by a second client is the way", async () => {
    const { mainstay: second } = await serve(inTurn({ data: { ...info, version: "fresh" } }));
    let token = "stale";
    const { mainstay } = await serve(onlyFresh, {
      tokens: {
        get: () => token,
        refresh: async () => void (token = (await second.platform.system.info.query()).version),
      },
    });
    expect(await mainstay.platform.settings.update.mutate(change)).toEqual({});
  });

  test("is not for API keys", async () => {
    const { mainstay, seen } = await serve(inTurn(expired), { apiKey: "revoked" });
    const { error } = await safe(mainstay.platform.system.info.query());
    expect(error?.reason).toBe("request.unauthenticated");
    expect(seen).toHaveLength(1);
  });

  test("says why there is none", async () => {
    const why = new Error("storage is locked");
    const throws = (): never => {
      throw why;
    };
    for (const getToken of [() => Promise.reject(why), throws]) {
      const { mainstay, seen } = await serve(inTurn({ data: info }), { getToken });
      const { error } = await safe(mainstay.platform.system.info.query());
      expect(error).toMatchObject({
        reason: "client.no_token",
        kind: "unauthenticated",
        cause: why,
      });
      expect(seen).toHaveLength(0);
    }
  });
});

describe("time", () => {
  test("of an attempt is limited, and a keyed call is made again", async () => {
    const { mainstay, seen } = await serve(
      inTurn(() => {}, { data: {} }),
      { timeoutMs: 100 },
    );
    await mainstay.platform.settings.update.mutate(change);
    expect(seen).toHaveLength(2);
    expect(seen[0]?.headers["idempotency-key"]).toBe(seen[1]?.headers["idempotency-key"]);
  });

  test("covers an answer that never ends", async () => {
    const { mainstay } = await serve(
      () => (response) => {
        response.writeHead(200, { "content-type": "application/json" });
        response.write("[");
      },
      { timeoutMs: 100, retryBudgetMs: 0 },
    );
    const { error } = await safe(mainstay.platform.system.info.query());
    expect(error).toMatchObject({ reason: "client.timeout", details: { timeoutMs: 100 } });
  });

  test("ends when the caller aborts, in a call or between two", async () => {
    for (const answer of [
      () => {},
      { ...down, details: { retryAfterSeconds: 5 } },
    ] satisfies Answer[]) {
      const { mainstay, seen } = await serve(inTurn(answer));
      const abort = new AbortController();
      const call = safe(mainstay.platform.settings.update.mutate(change, { signal: abort.signal }));
      await expect.poll(() => seen.length).toBe(1);
      abort.abort();
      expect((await call).error).toMatchObject({ reason: "client.aborted", kind: "aborted" });
      expect(seen).toHaveLength(1);
    }
  });

  test("of one query's caller does not end its neighbours in a batch", async () => {
    let answerNow = (): void => {};
    const wait = new Promise<void>((resolve) => (answerNow = resolve));
    const { mainstay, seen } = await serve(async () => wait.then(() => ({ data: info })));
    const abort = new AbortController();
    const left = safe(mainstay.platform.system.info.query(undefined, { signal: abort.signal }));
    const stays = mainstay.platform.settings.get.query({ key: "a" });
    await expect.poll(() => seen.length).toBe(1);
    abort.abort();
    expect((await left).error?.reason).toBe("client.aborted");
    answerNow();
    expect(await stays).toEqual(info);
  });
});

describe("failures", () => {
  test("are told apart by reason, with typed details", async () => {
    const { mainstay } = await serve(
      inTurn({
        reason: "platform.setting_unknown",
        kind: "not_found",
        status: 404,
        details: { key: "nope" },
      }),
    );
    const error: unknown = await mainstay.platform.settings.get
      .query({ key: "nope" })
      .catch((e: unknown) => e);
    expect(isMainstayError(error)).toBe(true);
    expect(isMainstayError(error, "request.forbidden")).toBe(false);
    if (!isMainstayError(error, "platform.setting_unknown")) throw new Error("not narrowed");
    const key: string = error.details.key;
    expect(key).toBe("nope");
    expect(error).toMatchObject({
      httpStatus: 404,
      requestId: "r-1",
      message: "Refused: platform.setting_unknown",
    });
  });

  test("with reasons that this SDK does not know still have their kind", async () => {
    const { mainstay } = await serve(
      inTurn({ reason: "platform.newer", kind: "conflict", status: 409, details: { a: 1 } }),
    );
    const { error } = await safe(mainstay.platform.system.info.query());
    expect(error).toMatchObject({ reason: "platform.newer", kind: "conflict", details: { a: 1 } });
  });

  test("are values with safe, which lets bugs through", async () => {
    const bug = new TypeError("not ours");
    await expect(safe(Promise.reject(bug))).rejects.toBe(bug);
  });

  test("from a network that is not there say so", async () => {
    const mainstay = createMainstay({ url: "http://127.0.0.1:1", retryBudgetMs: 0 });
    const { error } = await safe(mainstay.platform.system.info.query());
    expect(error).toMatchObject({
      reason: "client.unreachable",
      kind: "unavailable",
      requestId: null,
    });
    expect(error?.cause).toBeInstanceOf(Error);
  });
});

test("paginate asks for page after page, as they are wanted", async () => {
  const { mainstay, seen } = await serve((_, { inputs }) => {
    const from = Number((inputs[0] as { cursor?: string }).cursor ?? 0);
    const items = [from, from + 1].map((n) => ({ key: `k${n}` }));
    return { data: { items, nextCursor: from < 4 ? String(from + 2) : null } };
  });
  const keys: string[] = [];
  const pagesAt: number[] = [];
  for await (const { key } of paginate(mainstay.platform.settings.list, { limit: 2 })) {
    keys.push(key);
    pagesAt.push(seen.length);
  }
  expect(keys).toEqual(["k0", "k1", "k2", "k3", "k4", "k5"]);
  expect(pagesAt).toEqual([1, 1, 2, 2, 3, 3]);
  expect(seen.map((one) => one.inputs[0])).toEqual([
    { limit: 2 },
    { limit: 2, cursor: "2" },
    { limit: 2, cursor: "4" },
  ]);
});
