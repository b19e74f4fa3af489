import { randomUUID } from "node:crypto";
import { permission, query } from "@mainstay/contracts";
import { hashApiKey, hintOf, keyAccess, mintApiKey } from "@mainstay/core";
import { apiKeys } from "@mainstay/db";
import { call, testApi, testDatabase, testEnv } from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { assemble, implement } from "./implement.ts";

const readThings = permission("test.things.read", { roles: ["merchant"], scopes: ["merchant"] });
const things = { access: readThings, summary: "Things", output: z.object({ name: z.string() }) };
const contract = { test: { list: query(things), freshly: query({ ...things, fresh: true }) } };
const names = async ({ actor }: { actor: { name: string } }) => ({ name: actor.name });
const implemented = assemble(contract, {
  test: implement(contract.test, { list: names, freshly: names }),
});

async function withKey(row: Partial<typeof apiKeys.$inferInsert> = {}) {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const env = testEnv(database, { TRUST_PROXY: "1" });
  const api = stack.use(await testApi(database, { env, implemented }));
  const key = mintApiKey("test");
  const id = randomUUID();
  await database.db.insert(apiKeys).values({
    id,
    scopeKind: "merchant",
    scopeId: randomUUID(),
    name: "shop",
    hash: hashApiKey(key),
    hint: hintOf(key),
    permissions: ["test.things.read"],
    allowedIps: [],
    createdBy: "system:test",
    createdAt: new Date(),
    ...row,
  });
  const ask = async (procedure = "test.list", from = "203.0.113.7", as = key) => {
    const headers = { "x-forwarded-for": from };
    const { status, error } = await call(api.url, procedure, {}, { as, by: "query", headers });
    return error?.reason ?? String(status);
  };
  return { database, api, key, id, ask, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

describe("a call with an API key", () => {
  it("is made as the key, for its owner", async () => {
    await using at = await withKey();
    const { data } = await call(at.api.url, "test.list", {}, { as: at.key, by: "query" });
    expect(data).toEqual({ name: `api_key:${at.id}` });
  });

  it("may do what the key was given, and nothing else", async () => {
    await using at = await withKey({ permissions: ["test.other"] });
    expect(await at.ask()).toBe("request.forbidden");
  });

  it("is refused with a key that is none, of another kind, over or revoked", async () => {
    await using at = await withKey();
    expect(await at.ask("test.list", "203.0.113.7", mintApiKey("test"))).toBe(
      "request.unauthenticated",
    );
    expect(await at.ask("test.list", "203.0.113.7", mintApiKey("live"))).toBe(
      "request.unauthenticated",
    );
    await using over = await withKey({ expiresAt: new Date(Date.now() - 1) });
    expect(await over.ask()).toBe("request.unauthenticated");
    await using revoked = await withKey({ revokedAt: new Date() });
    expect(await revoked.ask()).toBe("request.unauthenticated");
  });

  it("runs out while it is known", async () => {
    await using at = await withKey({ expiresAt: new Date(Date.now() + 700) });
    expect(await at.ask()).toBe("200");
    await expect.poll(() => at.ask(), { timeout: 3_000 }).toBe("request.unauthenticated");
  });

  it("counts from where it may be used alone, call by call", async () => {
    await using at = await withKey({ allowedIps: ["203.0.113.0/28", "2001:db8::/32"] });
    expect(await at.ask("test.list", "203.0.113.7")).toBe("200");
    expect(await at.ask("test.list", "203.0.113.16")).toBe("request.unauthenticated");
    expect(await at.ask("test.list", "2001:db8::1")).toBe("200");
    expect(await at.ask("test.list", "2001:db9::1")).toBe("request.unauthenticated");
    expect(await at.ask("test.list", "203.0.113.7")).toBe("200");
  });

  it("is refused at once after a revocation where it is fresh, and elsewhere when the bus tells", async () => {
    await using at = await withKey();
    expect(await at.ask()).toBe("200");
    await at.database.db
      .update(apiKeys)
      .set({ revokedAt: new Date() })
      .where(eq(apiKeys.id, at.id));
    expect(await at.ask()).toBe("200");
    at.api.services.bus.wake([keyAccess + at.id]);
    expect(await at.ask()).toBe("request.unauthenticated");
    expect(await at.ask("test.freshly")).toBe("request.unauthenticated");
  });

  it("is noted with when and where from, beside the call", async () => {
    await using at = await withKey();
    await at.ask("test.list", "203.0.113.7");
    const noted = async () => (await at.database.db.select().from(apiKeys))[0]?.lastUsedFrom;
    await expect.poll(noted).toBe("203.0.113.7");
    await at.ask("test.freshly", "203.0.113.8");
    expect(await noted()).toBe("203.0.113.7");
  });
});
