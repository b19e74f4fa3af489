import { randomUUID } from "node:crypto";
import { auditRows, type Db } from "@mainstay/db";
import { call, testApi, testDatabase, testKeys } from "@mainstay/testing";
import { describe, expect, it } from "vitest";

const admin = { as: testKeys.admin, by: "query" } as const;

interface Page {
  items: { requestId: string; at: string }[];
  nextCursor: string | null;
}

/** The row n was written at minute n, so the newest one is the last. */
const seed = (db: Db) =>
  db.insert(auditRows).values(
    Array.from({ length: 12 }, (_, n) => ({
      at: new Date(Date.UTC(2026, 0, 1, 0, n)),
      actor: n % 2 ? "account:1" : "account:2",
      realActor: n === 11 ? "account:9" : null,
      action: n % 3 ? "shop.pay" : "shop.refund",
      target: n % 4 ? "order:1" : null,
      changes: { n },
      outcome: "done",
      ip: "203.0.113.7",
      requestId: String(n),
    })),
  );

describe("platform.audit.list", () => {
  it("shows everything of a row, newest first, page by page", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    await seed(database.db);
    const seen: Page["items"] = [];
    let cursor: string | null = null;
    do {
      const { data } = await call(api.url, "platform.audit.list", { limit: 5, cursor }, admin);
      seen.push(...(data as Page).items);
      cursor = (data as Page).nextCursor;
    } while (cursor !== null);
    expect(seen.map(({ requestId }) => requestId)).toEqual(
      Array.from({ length: 12 }, (_, n) => String(11 - n)),
    );
    expect(seen[0]).toEqual({
      id: expect.any(String),
      at: "2026-01-01T00:11:00.000Z",
      actor: "account:1",
      realActor: "account:9",
      action: "shop.pay",
      target: "order:1",
      outcome: "done",
      changes: { n: 11 },
      ip: "203.0.113.7",
      requestId: "11",
    });
  });

  it.each([
    ["an actor", { actor: "account:1" }, [11, 9, 7, 5, 3, 1]],
    ["an action", { action: "shop.refund" }, [9, 6, 3, 0]],
    ["a target", { target: "order:1", actor: "account:2" }, [10, 6, 2]],
    ["a time", { from: "2026-01-01T00:03:00Z", to: "2026-01-01T00:06:00Z" }, [5, 4, 3]],
    ["a time elsewhere", { from: "2026-01-01T02:10:00+02:00" }, [11, 10]],
    ["what nobody did", { actor: "account:3" }, []],
  ])("is narrowed by %s", async (_name, filter, expected) => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    await seed(database.db);
    const { data } = await call(api.url, "platform.audit.list", filter, admin);
    expect((data as Page).items.map(({ requestId }) => Number(requestId))).toEqual(expected);
  });

  it("refuses a cursor that it did not give out, and everybody but administrators", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const reasonOf = async (input: object, as?: string) =>
      (await call(api.url, "platform.audit.list", input, { by: "query", ...(as ? { as } : {}) }))
        .error?.reason ?? "shown";
    expect(await reasonOf({ cursor: "elsewhere" }, testKeys.admin)).toBe("request.invalid");
    expect(await reasonOf({ from: "yesterday" }, testKeys.admin)).toBe("request.invalid");
    expect(await reasonOf({ cursor: randomUUID() }, testKeys.admin)).toBe("shown");
    expect(await reasonOf({}, testKeys.support)).toBe("request.forbidden");
    expect(await reasonOf({}, testKeys.customer)).toBe("request.forbidden");
    expect(await reasonOf({})).toBe("request.unauthenticated");
  });

  it("is at /audit of the REST face", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    await seed(database.db);
    const response = await fetch(`${api.url}/api/v1/audit?action=shop.refund&limit=2`, {
      headers: { authorization: `Bearer ${testKeys.admin}` },
    });
    expect(response.status).toBe(200);
    const { items } = (await response.json()) as Page;
    expect(items.map(({ requestId }) => requestId)).toEqual(["9", "6"]);
  });
});
