import { anyone, mutation, query } from "@mainstay/contracts";
import { call, queueBackends, testApi, testDatabase, testEnv, testKeys } from "@mainstay/testing";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { assemble, implement } from "./implement.ts";

const shared = {
  summary: "for tests",
  access: anyone,
  output: z.object({ ok: z.boolean() }),
} as const;
const contract = {
  read: query({ ...shared, limit: "read" }),
  signIn: mutation({ ...shared, limit: "sign_in", idempotency: "none", audit: "none" }),
  pay: mutation({ ...shared, limit: "money", idempotency: "natural", audit: "none" }),
  write: mutation({ ...shared, limit: "write", audit: "none" }),
};
const ok = async () => ({ ok: true });
const implemented = assemble(
  { test: contract },
  { test: implement(contract, { read: ok, signIn: ok, pay: ok, write: ok }) },
);

describe.each(queueBackends())("limits on $name", ({ redisUrl }) => {
  it("are told with every answer, end in a refusal, and are each caller's own", async () => {
    await using database = await testDatabase();
    const env = testEnv(database, { redis: redisUrl !== null });
    await using api = await testApi(database, { implemented, env });
    const all = await Promise.all(Array.from({ length: 25 }, () => call(api.url, "test.signIn")));
    const refused = all.filter(({ error }) => error?.reason === "request.rate_limited");
    expect(all.map(({ error }) => error?.reason ?? "done").toSorted()).toEqual([
      ...Array.from({ length: 20 }, () => "done"),
      ...Array.from({ length: 5 }, () => "request.rate_limited"),
    ]);
    expect(refused[0]).toMatchObject({ status: 429, error: { kind: "limited" } });
    expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThan(0);
    const remaining = all.map(({ headers }) => Number(headers.get("ratelimit-remaining")));
    expect(remaining.toSorted((a, b) => b - a).slice(0, 20)).toEqual(
      Array.from({ length: 20 }, (_, i) => 19 - i),
    );
    expect((await call(api.url, "test.signIn", undefined, { as: testKeys.admin })).status).toBe(
      200,
    );
  });
});

describe("limits that cannot be counted", () => {
  it("keep sign-in and money from going on, and nothing else", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database, { implemented });
    await database.admin("drop table rate_limits");
    const outcome = async (name: string, by: "query" | "mutation") =>
      (await call(api.url, `test.${name}`, undefined, { by })).error?.reason ?? "done";
    expect(await outcome("read", "query")).toBe("done");
    expect(await outcome("write", "mutation")).toBe("done");
    expect(await outcome("signIn", "mutation")).toBe("request.unavailable");
    expect(await outcome("pay", "mutation")).toBe("request.unavailable");
  });
});
