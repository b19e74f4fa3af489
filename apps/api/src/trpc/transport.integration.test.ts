import { anyone, mutation, query } from "@mainstay/contracts";
import { auditRows, settings } from "@mainstay/db";
import { call, testApi, testDatabase, testEnv, testKeys } from "@mainstay/testing";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { assemble, implement } from "./implement.ts";

const json = { "content-type": "application/json" };

/** Any request, as bytes, with what came back. */
async function send(
  url: string,
  init: RequestInit,
): Promise<{ status: number; text: string; reason: string }> {
  const response = await fetch(url, init);
  const text = await response.text();
  type Failed = { error?: { reason?: string; data?: { reason: string } } };
  const [body] = [JSON.parse(text) as Failed | Failed[]].flat();
  return {
    status: response.status,
    text,
    reason: body?.error?.data?.reason ?? body?.error?.reason ?? "",
  };
}

describe("a request that is not right", () => {
  const update = "/trpc/platform.settings.update";
  const big = JSON.stringify({ key: "a", value: "x".repeat(2 * 1024 * 1024) });
  it.each([
    ["is 2 MB", update, { method: "POST", headers: json, body: big }, 413, "request.too_large"],
    [
      "is 2 MB to who takes no input",
      "/trpc/platform.system.liveTicket",
      {
        method: "POST",
        headers: { ...json, authorization: `Bearer ${testKeys.admin}` },
        body: big,
      },
      413,
      "request.too_large",
    ],
    [
      "is 2 MB over REST",
      "/api/v1/settings/a",
      { method: "PUT", headers: json, body: big },
      413,
      "request.too_large",
    ],
    [
      "is not JSON",
      update,
      { method: "POST", headers: json, body: "{nope" },
      400,
      "request.unreadable",
    ],
    [
      "is not JSON over REST",
      "/api/v1/settings/a",
      { method: "PUT", headers: json, body: "{nope" },
      400,
      "request.unreadable",
    ],
    [
      "has another content type",
      update,
      { method: "POST", headers: { "content-type": "text/plain" }, body: "hi" },
      415,
      "request.unreadable",
    ],
    ["gets a mutation", update, { method: "GET" }, 405, "request.wrong_method"],
    [
      "patches",
      "/trpc/platform.system.info",
      { method: "PATCH", headers: json, body: "{}" },
      405,
      "request.wrong_method",
    ],
    [
      "names no procedure",
      "/trpc/platform.nothing",
      { method: "GET" },
      404,
      "request.unknown_procedure",
    ],
    [
      "names a part of a procedure",
      "/trpc/platform",
      { method: "GET" },
      404,
      "request.unknown_procedure",
    ],
    [
      "names what every object has",
      "/trpc/constructor",
      { method: "GET" },
      404,
      "request.unknown_procedure",
    ],
    ["names no page", "/nothing", { method: "GET" }, 404, "request.unknown_procedure"],
    [
      "batches mutations",
      `${update},platform.settings.update?batch=1`,
      { method: "POST", headers: json, body: "{}" },
      400,
      "request.unreadable",
    ],
    [
      "is malformed in its address",
      "/api/v1/settings/%E0%A4%A",
      { method: "GET" },
      400,
      "request.unreadable",
    ],
  ] as const)(
    "because it %s gets a clear, small answer",
    async (_name, path, init, status, reason) => {
      await using database = await testDatabase();
      await using api = await testApi(database);
      const answer = await send(api.url + path, init);
      expect(answer).toMatchObject({ status, reason });
      expect(answer.text.length).toBeLessThan(1_000);
      expect(answer.text).not.toMatch(/node_modules|at .*\.ts|stack/);
    },
  );

  it("because it batches too much is refused whole", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const path = Array.from({ length: 51 }, () => "platform.system.info").join(",");
    const response = await fetch(`${api.url}/trpc/${path}?batch=1&input={}`);
    expect(response.status).toBe(400);
  });
});

describe("request ids", () => {
  it("are taken from the caller when they are safe to log, and made otherwise", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const idFor = async (id: string) =>
      (await fetch(`${api.url}/healthz`, { headers: { "x-request-id": id } })).headers.get(
        "x-request-id",
      );
    expect(await idFor("order-42_retry.1")).toBe("order-42_retry.1");
    expect(await idFor("short")).not.toBe("short");
    expect(await idFor("x\tlog{injection}")).toMatch(/^[\da-f-]{36}$/);
  });
});

describe("CORS", () => {
  it("answers listed origins only", async () => {
    await using database = await testDatabase();
    const env = testEnv(database, { CORS_ORIGINS: "https://app.example.com" });
    await using api = await testApi(database, { env });
    const allowed = async (origin: string) =>
      (await fetch(`${api.url}/trpc/platform.system.info`, { headers: { origin } })).headers.get(
        "access-control-allow-origin",
      );
    expect(await allowed("https://app.example.com")).toBe("https://app.example.com");
    expect(await allowed("https://evil.example.com")).toBeNull();
  });
});

describe("shutting down", () => {
  it("answers every call it accepted and takes no more", async () => {
    await using database = await testDatabase();
    const contract = {
      write: mutation({
        summary: "takes its time",
        access: anyone,
        input: z.object({ n: z.int() }),
        output: z.object({ n: z.int() }),
        audit: "none",
      }),
      ping: query({ summary: "ping", access: anyone, output: z.object({ ok: z.boolean() }) }),
    };
    const implemented = assemble(
      { test: contract },
      {
        test: implement(contract, {
          write: async (ctx, { n }) => {
            const changed = { changedAt: new Date(), changedBy: "test" };
            await ctx.db.insert(settings).values({ key: String(n), value: n, ...changed });
            await new Promise((resolve) => setTimeout(resolve, 20 + (n % 7) * 10));
            return { n };
          },
          ping: async () => ({ ok: true }),
        }),
      },
    );
    await using api = await testApi(database, { implemented });

    const answered = new Set<number>();
    const lost: number[] = [];
    let stopping = false;
    let sent = 0;
    const caller = async (): Promise<void> => {
      for (;;) {
        const n = (sent += 1);
        try {
          const { status } = await call(api.url, "test.write", { n });
          if (status === 200) answered.add(n);
        } catch {
          // A connection refused is fine once it is going down: nothing was accepted.
          if (!stopping) throw new Error("refused while running");
          lost.push(n);
          return;
        }
      }
    };
    const callers = Array.from({ length: 16 }, caller);
    await expect.poll(() => answered.size).toBeGreaterThan(50);
    stopping = true;
    await api.services.db.$client.query("select 1");
    const closing = api.close();
    await Promise.all(callers);
    await closing;
    const written = await database.db.select({ key: settings.key }).from(settings);
    // What was done was answered: no effect without its answer, no answer without its effect.
    expect(written.map(({ key }) => Number(key)).toSorted((a, b) => a - b)).toEqual(
      [...answered].toSorted((a, b) => a - b),
    );
    expect(lost.length).toBe(16);
  });

  it("answers a call that would also have taken a stream", async () => {
    await using database = await testDatabase();
    const contract = {
      slow: query({ summary: "slow", access: anyone, output: z.object({ ok: z.boolean() }) }),
    };
    const begun = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const slow = async () => {
      begun.resolve();
      await finish.promise;
      return { ok: true };
    };
    const implemented = assemble({ test: contract }, { test: implement(contract, { slow }) });
    await using api = await testApi(database, { implemented });
    const called = fetch(`${api.url}/trpc/test.slow`, {
      headers: { accept: "application/json, text/event-stream" },
    });
    await begun.promise;
    const closing = api.close();
    finish.resolve();
    expect((await called).status).toBe(200);
    await closing;
  });
});

describe("a call that takes longer than it may", () => {
  it("is answered without its result, and says to try again", async () => {
    await using database = await testDatabase();
    const contract = {
      slow: query({ summary: "slow", access: anyone, output: z.object({ ok: z.boolean() }) }),
    };
    const aborted = Promise.withResolvers<void>();
    const implemented = assemble(
      { test: contract },
      {
        test: implement(contract, {
          slow: (ctx) =>
            new Promise(() => ctx.signal.addEventListener("abort", () => aborted.resolve())),
        }),
      },
    );
    const env = testEnv(database, { REQUEST_TIMEOUT_MS: "100" });
    await using api = await testApi(database, { implemented, env });
    const late = await call(api.url, "test.slow", undefined, { by: "query" });
    expect(late).toMatchObject({ status: 503, error: { reason: "request.unavailable" } });
    await aborted.promise;
  });
});

describe("a proxy's word for who is calling", () => {
  it.each([
    ["203.0.113.7", "203.0.113.7"],
    ["203.0.113.7:5678", "203.0.113.7"],
    ["2001:db8::1", "2001:db8::1"],
    ["fe80::1%eth0", "fe80::1"],
    ["nobody", null],
  ])("%s is written down as %s", async (given, ip) => {
    await using database = await testDatabase();
    await using api = await testApi(database, { env: testEnv(database, { TRUST_PROXY: "1" }) });
    const headers = { "x-forwarded-for": given };
    const input = { key: "platform.outbox_days", value: 3 };
    const { status } = await call(api.url, "platform.settings.update", input, {
      as: testKeys.admin,
      headers,
    });
    expect(status).toBe(200);
    const [row] = await database.db.select({ ip: auditRows.ip }).from(auditRows);
    expect(row?.ip).toBe(ip);
  });
});

describe("REST", () => {
  it("serves the same procedures at their own addresses", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const headers = { ...json, authorization: `Bearer ${testKeys.admin}`, "idempotency-key": "k" };
    const at = `${api.url}/api/v1/settings/platform.outbox_days`;
    const put = () => fetch(at, { method: "PUT", headers, body: JSON.stringify({ value: 9 }) });
    const first = await (await put()).text();
    expect(JSON.parse(first)).toMatchObject({ key: "platform.outbox_days", value: 9 });
    const again = await put();
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(await again.text()).toBe(first);
    expect(await (await fetch(at, { headers })).json()).toMatchObject({ value: 9 });
    const list = await fetch(`${api.url}/api/v1/settings?limit=1`, { headers });
    expect(await list.json()).toMatchObject({
      items: [expect.anything()],
      nextCursor: expect.any(String),
    });
  });

  it("tells failures as the SDK is told them", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const headers = { authorization: `Bearer ${testKeys.admin}` };
    const missing = await fetch(`${api.url}/api/v1/settings/none`, { headers });
    expect(missing.status).toBe(404);
    expect(await missing.json()).toEqual({
      error: {
        reason: "platform.setting_unknown",
        kind: "not_found",
        message: expect.stringContaining("none"),
        details: { key: "none" },
        requestId: missing.headers.get("x-request-id"),
      },
    });
    const wrong = await fetch(`${api.url}/api/v1/settings?limit=many&colour=red`, { headers });
    expect(await wrong.json()).toMatchObject({
      error: { reason: "request.invalid", details: { issues: [{ path: "limit" }] } },
    });
  });

  it.each([
    ["/settings?constructor=1", {}, 400, "request.unknown_fields"],
    ["/settings?toString=1&__proto__=2", {}, 400, "request.unknown_fields"],
    ["/settings?limit=1&limit=2", {}, 400, "request.invalid"],
    ["/settings?cursor=xx", {}, 400, "request.invalid"],
    ["/info?colour=red", {}, 400, "request.unknown_fields"],
    ["/settings/a%00b", {}, 400, "request.unreadable"],
    [
      "/settings/platform.outbox_days",
      { method: "PUT", headers: json, body: '{"value":9,"key":"platform.idempotency_hours"}' },
      400,
      "request.invalid",
    ],
    [
      "/settings/platform.outbox_days",
      { method: "PUT", headers: json, body: '{"value":"half of a pair: \\ud800"}' },
      400,
      "request.unreadable",
    ],
    ["/settings", { method: "DELETE" }, 405, "request.wrong_method"],
    [
      "/settings/platform.outbox_days",
      { method: "PUT", body: new URLSearchParams({ value: "9" }) },
      400,
      "request.unreadable",
    ],
    [
      "/settings/platform.outbox_days",
      { method: "PUT", headers: json, body: `{"value":${"[".repeat(2_000)}${"]".repeat(2_000)}}` },
      400,
      "request.unreadable",
    ],
  ] as const)("answers %s with %o clearly", async (path, init, status, reason) => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const headers = {
      ...("headers" in init ? init.headers : {}),
      authorization: `Bearer ${testKeys.admin}`,
    };
    const answer = await send(`${api.url}/api/v1${path}`, { ...init, headers });
    expect(answer).toMatchObject({ status, reason });
  });
});
