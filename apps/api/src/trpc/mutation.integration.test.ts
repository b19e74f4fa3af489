import { randomUUID } from "node:crypto";
import { anyone, mutation, permission, reason } from "@mainstay/contracts";
import type { Actor, Ctx } from "@mainstay/core";
import { auditRows, type Db, idempotencyAnswers, settings, type Tx } from "@mainstay/db";
import { createMetrics, silent } from "@mainstay/runtime";
import { call, liftLimits, testApi, testDatabase, testKeys, type Called } from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { observeCalls } from "../observe-calls.ts";
import { assemble, implement } from "./implement.ts";

/** A made-up module whose use cases do each thing that can go wrong. An effect is a row of `settings`. */
const tooMuch = reason("test.too_much", {
  kind: "precondition",
  message: "{asked} is too much.",
  details: z.object({ asked: z.number() }),
});
const away = reason("test.away", { kind: "unavailable", message: "The provider is away." });
const undeclared = reason("test.undeclared", {
  kind: "conflict",
  message: "Nobody knows of this.",
});

const shared = {
  summary: "for tests",
  access: anyone,
  input: z.object({
    name: z.string(),
    n: z.number().default(1),
    nested: z.object({ a: z.string() }).optional(),
  }),
  output: z.object({ id: z.string() }),
} as const;
const contract = {
  writes: mutation(shared),
  slow: mutation(shared),
  fails: mutation({ ...shared, errors: [tooMuch] }),
  refuses: mutation({ ...shared, errors: [tooMuch] }),
  breaks: mutation(shared),
  lies: mutation(shared),
  strays: mutation(shared),
  prepared: mutation({ ...shared, errors: [tooMuch] }),
  says: mutation(shared),
  depends: mutation({ ...shared, errors: [away] }),
  asks: mutation({ ...shared, errors: [away] }),
  guarded: mutation({ ...shared, access: permission("test.admin", { roles: [] }) }),
  pays: mutation({ ...shared, limit: "money" }),
  secret: mutation({ ...shared, sensitive: true }),
  quiet: mutation({ ...shared, audit: "none" }),
  old: mutation({
    ...shared,
    deprecated: { since: "2026-01-01", sunset: "2027-01-01", use: "test.writes" },
  }),
};

type Writing = Ctx<never, Tx, Actor | null>;
async function write(ctx: Writing, { name }: { name: string }): Promise<{ id: string }> {
  const id = randomUUID();
  const changed = { changedAt: ctx.clock.now(), changedBy: "test" };
  await ctx.db.insert(settings).values({ key: id, value: name, ...changed });
  return { id };
}

let providerIsAway = false;
let release: () => void = () => {};
const implemented = assemble(
  { test: contract },
  {
    test: implement(contract, {
      writes: async (ctx, input) => ({ ...(await write(ctx, input)), hidden: "column" }),
      slow: async (ctx, input) => {
        const answer = await write(ctx, input);
        await new Promise<void>((resolve) => (release = resolve));
        return answer;
      },
      fails: async (ctx, input) => {
        await write(ctx, input);
        return ctx.fail(tooMuch({ asked: input.n }));
      },
      refuses: async (ctx, input) => {
        await write(ctx, input);
        return ctx.refuse(tooMuch({ asked: input.n }));
      },
      breaks: async (ctx, input) => {
        await write(ctx, input);
        throw new TypeError("secret internals");
      },
      lies: async (ctx, input) => {
        await write(ctx, input);
        return { id: 7 } as unknown as { id: string };
      },
      strays: async (ctx, input) => {
        await write(ctx, input);
        throw undeclared();
      },
      prepared: {
        prepare: async (ctx, input) =>
          input.n > 1 ? ctx.fail(tooMuch({ asked: input.n })) : `${input.name} prepared`,
        run: (ctx, _input, name: string) => write(ctx, { name }),
      },
      says: async () => ({ id: "NUL \0, half \ud800, 🪙" }),
      depends: async (ctx, input) => {
        const answer = await write(ctx, input);
        return providerIsAway ? ctx.fail(away()) : answer;
      },
      asks: {
        prepare: async (ctx) => (providerIsAway ? ctx.fail(away()) : "asked"),
        run: write,
      },
      guarded: write,
      pays: write,
      secret: write,
      quiet: write,
      old: write,
    }),
  },
);

const effects = async (db: Db, name: string): Promise<number> =>
  db.$count(settings, eq(settings.value, name));
const answers = (db: Db): Promise<number> => db.$count(idempotencyAnswers);
const outcomes = (calls: Called[]): string[] => calls.map(({ error }) => error?.reason ?? "done");

describe("a mutation", () => {
  it("that succeeds is stored, audited, and drops what its schema does not name", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database, { implemented });
    const first = await call(
      api.url,
      "test.writes",
      { name: "a" },
      { key: "k1", as: testKeys.admin },
    );
    expect(first).toMatchObject({ status: 200, data: { id: expect.any(String) } });
    expect(first.data).not.toHaveProperty("hidden");
    const [row] = await database.db.select().from(auditRows);
    expect(row).toMatchObject({
      actor: "static_key:admin",
      action: "test.writes",
      outcome: "done",
    });
    expect(row?.requestId).toBe(first.headers.get("x-request-id"));
  });

  it("repeated with its key answers the same once more, and says so", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database, { implemented });
    const first = await call(api.url, "test.writes", { name: "a", n: 2 }, { key: "k" });
    const second = await call(api.url, "test.writes", { n: 2, name: "a" }, { key: "k" });
    expect(second.data).toEqual(first.data);
    expect(first.headers.get("idempotency-replayed")).toBeNull();
    expect(second.headers.get("idempotency-replayed")).toBe("true");
    expect(await effects(database.db, "a")).toBe(1);
  });

  it("with a known key and another input is refused", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database, { implemented });
    await call(api.url, "test.writes", { name: "a" }, { key: "k" });
    const other = await call(api.url, "test.writes", { name: "b" }, { key: "k" });
    expect(other).toMatchObject({ status: 409, error: { reason: "idempotency.key_reused" } });
    expect(await effects(database.db, "b")).toBe(0);
  });

  it("does not meet another caller's or another procedure's key", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database, { implemented });
    const input = { name: "a" };
    await call(api.url, "test.writes", input, { key: "k", as: testKeys.admin });
    await call(api.url, "test.writes", input, { key: "k", as: testKeys.support });
    await call(api.url, "test.quiet", input, { key: "k", as: testKeys.admin });
    expect(await effects(database.db, "a")).toBe(3);
  });

  it("called while its key is at work is told so at once, and the work is done once", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database, { implemented });
    const first = call(api.url, "test.slow", { name: "a" }, { key: "k" });
    await expect.poll(() => release.name === "resolve" || release.length === 1).toBe(true);
    const others = await Promise.all(
      Array.from({ length: 20 }, () => call(api.url, "test.slow", { name: "a" }, { key: "k" })),
    );
    expect(new Set(outcomes(others))).toEqual(new Set(["idempotency.in_progress"]));
    expect(others[0]?.headers.get("retry-after")).toBe("1");
    release();
    expect((await first).status).toBe(200);
    expect(await effects(database.db, "a")).toBe(1);
  });

  it("that fails leaves nothing but its stored answer", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database, { implemented });
    for (const replayed of [null, "true"]) {
      const failed = await call(api.url, "test.fails", { name: "a", n: 9 }, { key: "k" });
      expect(failed).toMatchObject({
        status: 412,
        error: {
          reason: "test.too_much",
          kind: "precondition",
          details: { asked: 9 },
          message: "9 is too much.",
        },
      });
      expect(failed.headers.get("idempotency-replayed")).toBe(replayed);
    }
    expect(await effects(database.db, "a")).toBe(0);
    expect(await answers(database.db)).toBe(1);
    expect(await database.db.$count(auditRows, eq(auditRows.outcome, "test.too_much"))).toBe(1);
  });

  it("that refuses keeps what it wrote", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database, { implemented });
    const refused = await call(api.url, "test.refuses", { name: "a" }, { key: "k" });
    expect(refused).toMatchObject({ status: 412, error: { reason: "test.too_much" } });
    expect(await effects(database.db, "a")).toBe(1);
    expect(await answers(database.db)).toBe(1);
  });

  it.each(["breaks", "lies", "strays"])(
    "that %s leaves nothing at all and tells nothing",
    async (name) => {
      await using database = await testDatabase();
      await using api = await testApi(database, { implemented });
      const broken = await call(api.url, `test.${name}`, { name: "a" }, { key: "k" });
      expect(broken).toMatchObject({
        status: 500,
        error: { reason: "internal", kind: "internal", details: {} },
      });
      expect(JSON.stringify(broken.error)).not.toMatch(/secret internals|undeclared|stack|zod/i);
      expect(broken.error?.requestId).toBe(broken.headers.get("x-request-id"));
      expect(await effects(database.db, "a")).toBe(0);
      expect(await answers(database.db)).toBe(0);
      expect(await database.db.$count(auditRows)).toBe(0);
    },
  );

  it("that fails while preparing stores its refusal and opens no work", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database, { implemented });
    const refused = await call(api.url, "test.prepared", { name: "a", n: 2 }, { key: "k" });
    expect(refused.error?.reason).toBe("test.too_much");
    expect(await answers(database.db)).toBe(1);
    await call(api.url, "test.prepared", { name: "a" }, { key: "k2" });
    expect(await effects(database.db, "a prepared")).toBe(1);
  });

  it("answers text of every kind, and the same again", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database, { implemented });
    const first = await call(api.url, "test.says", { name: "a" }, { key: "k" });
    expect(first.data).toEqual({ id: "NUL \0, half \ud800, 🪙" });
    expect((await call(api.url, "test.says", { name: "a" }, { key: "k" })).data).toEqual(
      first.data,
    );
  });

  it.each(["depends", "asks"])(
    "that %s on somebody who is away keeps nothing, and is done when its key comes again",
    async (name) => {
      await using database = await testDatabase();
      await using api = await testApi(database, { implemented });
      providerIsAway = true;
      const refused = await call(api.url, `test.${name}`, { name: "a" }, { key: "k" });
      expect(refused).toMatchObject({ status: 503, error: { reason: "test.away" } });
      expect([await effects(database.db, "a"), await answers(database.db)]).toEqual([0, 0]);
      providerIsAway = false;
      const done = await call(api.url, `test.${name}`, { name: "a" }, { key: "k" });
      expect(done.status).toBe(200);
      expect(done.headers.get("idempotency-replayed")).toBeNull();
      expect(await effects(database.db, "a")).toBe(1);
    },
  );

  it("is authorised again before a stored answer is given", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database, { implemented });
    await call(api.url, "test.guarded", { name: "a" }, { key: "k", as: testKeys.admin });
    const answers = await Promise.all([
      call(api.url, "test.guarded", { name: "a" }, { key: "k" }),
      call(api.url, "test.guarded", { name: "a" }, { key: "k", as: "no-such-key-0123456789" }),
      call(api.url, "test.guarded", { name: "a" }, { key: "k", as: testKeys.support }),
    ]);
    expect(outcomes(answers)).toEqual([
      "request.unauthenticated",
      "request.unauthenticated",
      "request.forbidden",
    ]);
    expect(answers[2]?.error?.details).toEqual({ permission: "test.admin" });
  });

  it("that moves money needs a key", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database, { implemented });
    const bare = await call(api.url, "test.pays", { name: "a" });
    expect(bare).toMatchObject({ status: 400, error: { reason: "idempotency.key_required" } });
    const malformed = await call(api.url, "test.pays", { name: "a" }, { key: "x".repeat(256) });
    expect(malformed.error?.reason).toBe("idempotency.key_invalid");
    expect((await call(api.url, "test.pays", { name: "a" }, { key: "k" })).status).toBe(200);
  });

  it("keeps a sensitive answer unreadable, and can still repeat it", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database, { implemented });
    const first = await call(api.url, "test.secret", { name: "a" }, { key: "k" });
    const [stored] = await database.db.select().from(idempotencyAnswers);
    expect(JSON.stringify(stored)).not.toContain((first.data as { id: string }).id);
    const second = await call(api.url, "test.secret", { name: "a" }, { key: "k" });
    expect(second.data).toEqual(first.data);
  });

  it("that is deprecated says since when and until when", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database, { implemented });
    const { headers } = await call(api.url, "test.old", { name: "a" });
    expect(headers.get("deprecation")).toBe("@1767225600");
    expect(headers.get("sunset")).toBe("Fri, 01 Jan 2027 00:00:00 GMT");
  });

  it("that is deprecated is counted by the version of the SDK that makes it", async () => {
    await using database = await testDatabase();
    const { db } = database;
    const metrics = createMetrics({ name: "test", version: "0", db });
    const reports = {
      report() {},
      close: async () => {},
      [Symbol.asyncDispose]: async () => {},
    };
    const observe = observeCalls({ log: silent, metrics, reports });
    await using api = await testApi(database, { implemented, observe });
    for (const sdk of ["0.4.1", "0.4.1", "1.0.0-next.3+build", "made up", undefined]) {
      const headers: Record<string, string> = sdk === undefined ? {} : { "x-mainstay-sdk": sdk };
      await call(api.url, "test.old", { name: "a" }, { headers });
      await call(api.url, "test.writes", { name: "a" }, { headers });
    }
    const lines = (await metrics.render()).split("\n");
    const counted = lines.filter((line) => line.startsWith("mainstay_deprecated_calls_total{"));
    expect(counted.map((line) => line.replace(/process="test",?/, "").replace(",}", "}"))).toEqual([
      'mainstay_deprecated_calls_total{procedure="test.old",sdk="0.4.1"} 2',
      'mainstay_deprecated_calls_total{procedure="test.old",sdk="1.0.0"} 1',
      'mainstay_deprecated_calls_total{procedure="test.old",sdk="none"} 2',
    ]);
  });

  it("refuses unknown fields by their paths, and invalid ones with what is wrong", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database, { implemented });
    const unknown = await call(api.url, "test.writes", {
      name: "a",
      colour: 1,
      nested: { a: "x", b: 2 },
    });
    expect(unknown).toMatchObject({
      status: 400,
      error: { reason: "request.unknown_fields", details: { fields: ["colour", "nested.b"] } },
    });
    expect(unknown.error?.message).toContain("0.1.0");
    const invalid = await call(api.url, "test.writes", { n: "many" });
    expect(invalid).toMatchObject({
      status: 400,
      error: {
        reason: "request.invalid",
        details: { issues: [{ path: "name" }, { path: "n" }] },
      },
    });
  });
});

describe("many calls with one key", () => {
  it("do the work once and all end with one answer, round after round", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database, { implemented });
    const untilAnswered = async (key: string): Promise<unknown> => {
      for (;;) {
        const called = await call(api.url, "test.writes", { name: key }, { key });
        if (called.error?.reason !== "idempotency.in_progress") return called.data;
      }
    };
    for (let round = 0; round < 5; round += 1) {
      const key = `round-${round}`;
      const all = await Promise.all(Array.from({ length: 60 }, () => untilAnswered(key)));
      expect(new Set(all.map((data) => JSON.stringify(data))).size).toBe(1);
      expect(await effects(database.db, key)).toBe(1);
    }
  });

  it("do it once, too, while their connections are killed", async () => {
    await using database = await testDatabase();
    await liftLimits(database);
    await using api = await testApi(database, { implemented });
    let tries = 0;
    let kills = 0;
    let working = true;
    const killing = (async () => {
      // Bounded, so that a slow machine gets somewhere between them.
      for (; working && tries < 100; tries += 1) {
        kills += await database.admin(
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'test-api' and state like '%transaction%' order by random() limit 1",
        );
      }
    })();
    try {
      const untilDone = async (key: string): Promise<string> => {
        for (;;) {
          const called = await call(api.url, "test.writes", { name: key }, { key });
          if (called.status === 200) return JSON.stringify(called.data);
          expect(called.error?.reason).toMatch(/in_progress|unavailable/);
        }
      };
      for (let round = 0; round < 20; round += 1) {
        const key = `kill-${round}`;
        const all = await Promise.all(Array.from({ length: 10 }, () => untilDone(key)));
        expect(new Set(all).size).toBe(1);
        expect(await effects(database.db, key)).toBe(1);
      }
    } finally {
      working = false;
      await killing;
    }
    expect(kills).toBeGreaterThan(5);
  });
});
