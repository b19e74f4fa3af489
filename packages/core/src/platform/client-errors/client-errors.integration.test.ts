import type { ClientError } from "@mainstay/contracts";
import { auditRows, clientErrors } from "@mainstay/db";
import { call, liftLimits, testApi, testDatabase, testKeys } from "@mainstay/testing";
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { sweepClientErrors } from "./sweep-client-errors.ts";

type Listed = { items: z.output<typeof ClientError>[]; nextCursor: string | null };

async function stage() {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const api = stack.use(await testApi(database));
  return {
    database,
    services: api.services,
    log: (input: object, options: { as?: string; headers?: Record<string, string> } = {}) =>
      call(api.url, "platform.clientErrors.log", input, options),
    list: async (input: object = {}): Promise<Listed> => {
      const options = { as: testKeys.support, by: "query" } as const;
      const { data } = await call(api.url, "platform.clientErrors.list", input, options);
      return data as Listed;
    },
    listAs: (as: string) =>
      call(api.url, "platform.clientErrors.list", {}, { as, by: "query" }).then(
        ({ error }) => error?.reason,
      ),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
const fault = (message: string, more: object = {}) => ({ app: "shop", message, ...more });

describe("faults of apps", () => {
  it("are counted together, also when many come at once, and list what happened last first", async () => {
    await using at = await stage();
    await at.log(fault("first"));
    const headers = { "user-agent": "Kiosk/7" };
    const many = await Promise.all(
      Array.from({ length: 25 }, (_, n) =>
        at.log(fault(`order ${n} is undefined`, { release: "1.4.2" }), { headers }),
      ),
    );
    expect(many.map(({ error }) => error)).toEqual(many.map(() => null));

    const { items } = await at.list();
    expect(items).toMatchObject([
      { app: "shop", release: "1.4.2", times: 25, userAgent: "Kiosk/7", stack: null, url: null },
      { message: "first", times: 1 },
    ]);
    expect(items[0]?.message).toMatch(/^order \d+ is undefined$/);
    const first = await at.list({ limit: 1 });
    const second = await at.list({ limit: 1, cursor: first.nextCursor });
    expect([...first.items, ...second.items]).toEqual(items);
    expect(second.nextCursor).toBeNull();
    expect((await at.list({ app: "kiosk" })).items).toEqual([]);
    // A visitor's tiny calls would drown the record.
    expect(await at.database.db.$count(auditRows)).toBe(0);
  });

  it("leave no secret behind, and no more than is kept of each", async () => {
    await using at = await stage();
    const { error } = await at.log(
      fault(
        `Bearer abc.def.ghi failed at https://u:hidden1@x.example/?token=hidden2 ${"m".repeat(9_000)}`,
        {
          stack: `Error\n at a (https://x.example/a.js?api_key=hidden3:1:1)\n${"s".repeat(40_000)}`,
          url: "https://x.example/pay?code=hidden4#access_token=hidden5",
        },
      ),
    );
    expect(error).toBeNull();
    const [row] = await at.database.db.select().from(clientErrors);
    expect(JSON.stringify(row)).not.toMatch(/hidden|abc\.def/);
    expect(row?.url).toBe("https://x.example/pay");
    expect(row?.message).toHaveLength(1_000);
    expect(row?.stack).toHaveLength(8_000);
  });

  it.each([
    ["no message", { app: "shop", message: "  " }],
    ["an app that is no word", { app: "Shop <1>", message: "m" }],
    ["a message beyond all measure", { app: "shop", message: "m".repeat(10_001) }],
    ["fields that nobody knows", { app: "shop", message: "m", user: "anna" }],
  ])("are refused with %s, and nothing is stored", async (_, input) => {
    await using at = await stage();
    expect((await at.log(input)).status).toBe(400);
    expect((await at.list()).items).toEqual([]);
  });

  it("are taken from anybody, but not without end, and shown to those who may see them", async () => {
    await using at = await stage();
    const asked: (string | undefined)[] = [];
    for (let n = 0; n < 61; n += 1) asked.push((await at.log(fault("again"))).error?.reason);
    expect(asked.slice(0, 60)).toEqual(Array.from({ length: 60 }, () => undefined));
    expect(asked[60]).toBe("request.rate_limited");
    expect((await at.log(fault("again"), { as: testKeys.customer })).error).toBeNull();
    expect(await at.listAs(testKeys.customer)).toBe("request.forbidden");
    expect(await at.listAs("nobody-knows-this-key")).toBe("request.unauthenticated");
  });

  it("go when they are over for long, and when there are too many", async () => {
    await using at = await stage();
    await liftLimits(at.database);
    await at.database.admin(`
      insert into settings values ('platform.client_errors_most', '100', now(), 'test');
      insert into client_errors (id, fingerprint, app, message, times, first_at, last_at)
      select gen_random_uuid(), sha256(n::text::bytea), 'shop', n::text, 1, now(), now() - n * interval '1 hour'
        from generate_series(1, 1500) n`);
    const sweep = () =>
      sweepClientErrors({
        ...at.services,
        jobId: "",
        attempt: 1,
        signal: new AbortController().signal,
        once: () => Promise.reject(new Error("not needed")),
      });

    await sweep();

    const kept = await at.database.db.select().from(clientErrors);
    expect(kept.map(({ message }) => Number(message)).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 100 }, (_, n) => n + 1),
    );
    await at.database.admin("update client_errors set last_at = last_at - interval '27 days'");
    await sweep();
    expect(await at.database.db.$count(clientErrors)).toBe(71);
  });
});
