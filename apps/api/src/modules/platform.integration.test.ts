import { idempotencyHours } from "@mainstay/contracts";
import { auditRows, settings } from "@mainstay/db";
import { createServices } from "@mainstay/runtime";
import { call, testApi, testDatabase, testEnv, testKeys } from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

const admin = { as: testKeys.admin } as const;
const update = "platform.settings.update";
const key = idempotencyHours.setting;

describe("system.info", () => {
  it("tells anybody the version and the time", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { data } = await call(api.url, "platform.system.info", undefined, { by: "query" });
    expect(data).toEqual({ version: "0.1.0", time: expect.any(String), oldestSdk: "0.1.0" });
  });
});

describe("settings", () => {
  it("are listed in pages, each with its default", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const keys: string[] = [];
    for (let cursor: string | null = null; ;) {
      const { data } = await call(
        api.url,
        "platform.settings.list",
        { limit: 2, cursor },
        { ...admin, by: "query" },
      );
      const page = data as { items: { key: string; changed: null }[]; nextCursor: string | null };
      expect(page.items.length).toBeLessThanOrEqual(2);
      keys.push(...page.items.map((item) => item.key));
      cursor = page.nextCursor;
      if (cursor === null) break;
    }
    expect(keys).toEqual([...new Set(keys)].toSorted());
    expect(keys).toContain(key);
  });

  it("change by a mutation, which is audited with what changed", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const changed = await call(api.url, update, { key, value: 48 }, { ...admin, key: "k" });
    expect(changed.data).toMatchObject({
      key,
      value: 48,
      default: 24,
      changed: { by: "static_key:admin" },
    });
    const read = await call(api.url, "platform.settings.get", { key }, { ...admin, by: "query" });
    expect(read.data).toEqual(changed.data);
    const [row] = await database.db.select().from(auditRows);
    expect(row).toMatchObject({
      action: update,
      target: `setting:${key}`,
      changes: { from: 24, to: 48 },
      actor: "static_key:admin",
      outcome: "done",
    });
  });

  it("reach another process in under a second", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    await using other = await createServices(testEnv(database), { name: "test-other" });
    expect(await other.settings.get(idempotencyHours)).toBe(24);
    await call(api.url, update, { key, value: 48 }, admin);
    await expect
      .poll(() => other.settings.get(idempotencyHours), { timeout: 1_000, interval: 5 })
      .toBe(48);
  });

  it.each([
    ["a key that does not exist", { key: "no.such", value: 1 }, "platform.setting_unknown", 404],
    ["a value of another type", { key, value: "many" }, "platform.setting_invalid", 400],
    ["a value out of range", { key, value: 0 }, "platform.setting_invalid", 400],
    ["no value", { key }, "request.invalid", 400],
  ])("refuse %s and stay as they are", async (_name, input, reason, status) => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const refused = await call(api.url, update, input, admin);
    expect(refused).toMatchObject({ status, error: { reason } });
    expect(await database.db.$count(settings)).toBe(0);
  });

  it("are read by support and changed by admins only", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const as = (who: string | undefined, name: string, by: "query" | "mutation", input: unknown) =>
      call(api.url, `platform.settings.${name}`, input, { by, ...(who ? { as: who } : {}) });
    const reasons = await Promise.all([
      as(testKeys.support, "list", "query", {}),
      as(testKeys.support, "update", "mutation", { key, value: 2 }),
      as(testKeys.customer, "list", "query", {}),
      as(testKeys.customer, "get", "query", { key }),
      as(undefined, "list", "query", {}),
      as("not-a-key-0123456789", "get", "query", { key }),
    ]);
    expect(reasons.map(({ error }) => error?.reason)).toEqual([
      undefined,
      "request.forbidden",
      "request.forbidden",
      "request.forbidden",
      "request.unauthenticated",
      "request.unauthenticated",
    ]);
  });

  it("changed by many at once end as one of them, each audited", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    await database.db
      .insert(settings)
      .values({ key, value: 1_000, changedAt: new Date(), changedBy: "test" });
    const values = Array.from({ length: 30 }, (_, i) => i + 1);
    const all = await Promise.all(
      values.map((value) => call(api.url, update, { key, value }, admin)),
    );
    expect(all.every(({ status }) => status === 200)).toBe(true);
    // Each changed what another had left: from the default, through all, to what stands now.
    const rows = await database.db.select({ changes: auditRows.changes }).from(auditRows);
    const next = new Map(
      rows.map(({ changes }) => {
        const { from, to } = changes as { from: number; to: number };
        return [from, to] as const;
      }),
    );
    expect(next.size).toBe(30);
    let at = 1_000;
    for (let step = 0; step < 30; step += 1) at = next.get(at) ?? Number.NaN;
    const [row] = await database.db.select().from(settings).where(eq(settings.key, key));
    expect(row?.value).toBe(at);
  });

  it("that a release no longer accepts fall back to their default", async () => {
    await using database = await testDatabase();
    await using services = await createServices(testEnv(database), { name: "test" });
    const stored = { key, value: "once a text", changedAt: new Date(), changedBy: "test" };
    await database.db.insert(settings).values(stored);
    expect(await services.settings.get(idempotencyHours)).toBe(24);
  });
});
