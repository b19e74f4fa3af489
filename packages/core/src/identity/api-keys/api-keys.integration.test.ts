import { randomUUID } from "node:crypto";
import { apiKeys, auditRows } from "@mainstay/db";
import { call, testAccount, testApi, testDatabase, testSession } from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { hashApiKey, isApiKey } from "./api-key.ts";
import { loadKeyActor } from "./load-key-actor.ts";
import { noteKeyUse } from "./note-key-use.ts";

interface Key {
  id: string;
  hint: string;
  permissions: string[];
  allowedIps: string[];
  expiresAt: string | null;
  revokedAt: string | null;
  rotatedTo: string | null;
}
interface Made {
  key: string;
  apiKey: Key;
}
const permissions = ["identity.api_keys.read"];

async function twoMerchants() {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const api = stack.use(await testApi(database));
  const somebody = async () => {
    const scope = { kind: "merchant", id: randomUUID() } as const;
    const account = await testAccount(api.services, { grants: [{ role: "merchant", scope }] });
    const { accessToken } = await testSession(api.services, account, "merchant");
    return { scope, account, as: accessToken };
  };
  const [anna, boris] = [await somebody(), await somebody()];
  const ask = (does: string, input: object, as = anna.as) =>
    call(api.url, `identity.apiKeys.${does}`, input, { as, key: randomUUID() });
  const list = (input: object, as = anna.as) =>
    call(api.url, "identity.apiKeys.list", input, { as, by: "query" });
  const create = async (more = {}) => {
    const made = await ask("create", { scope: anna.scope, name: "Shop", permissions, ...more });
    expect(made.error).toBeNull();
    return made.data as Made;
  };
  const actorOf = (key: string) =>
    loadKeyActor(database.db, hashApiKey(key), api.services.clock.now());
  return {
    database,
    api,
    anna,
    boris,
    ask,
    list,
    create,
    actorOf,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

describe("API keys", () => {
  it("are shown once, and kept as a hash", async () => {
    await using at = await twoMerchants();
    const { key, apiKey } = await at.create({ allowedIps: ["203.0.113.7/32", "198.51.100.0/24"] });
    expect(isApiKey(key, "test")).toBe(true);
    expect(key.startsWith(apiKey.hint)).toBe(true);
    expect(apiKey.allowedIps).toEqual(["203.0.113.7", "198.51.100.0/24"]);
    const { rows } = await at.database.db.$client.query(
      "select (select json_agg(k)::text from api_keys k) || (select json_agg(a)::text from audit_rows a) || (select json_agg(i)::text from idempotency_answers i) as kept",
    );
    expect(JSON.stringify(rows)).toContain(apiKey.id);
    expect(JSON.stringify(rows)).not.toContain(key.slice(apiKey.hint.length));
    expect(await at.database.db.select().from(auditRows)).toMatchObject([
      {
        action: "identity.apiKeys.create",
        target: `api_key:${apiKey.id}`,
        changes: { permissions, scope: at.anna.scope },
      },
    ]);
  });

  it("act for their owner, with their own permissions only", async () => {
    await using at = await twoMerchants();
    const { key, apiKey } = await at.create();
    const known = await at.actorOf(key);
    expect(known).toMatchObject({ id: apiKey.id, allowedIps: [], expiresAt: null });
    expect(known?.actor).toMatchObject({
      name: `api_key:${apiKey.id}`,
      owner: `merchant:${at.anna.scope.id}`,
      grants: [{ role: "merchant", scope: at.anna.scope }],
      session: null,
      only: new Set(permissions),
    });
    expect(await at.actorOf(`${key}x`)).toBeNull();
  });

  it("have no permission that their owner's role has not, nor that of managing keys", async () => {
    await using at = await twoMerchants();
    const wrong = ["identity.accounts.read", "identity.api_keys.manage", "no.such"];
    const refused = await at.ask("create", {
      scope: at.anna.scope,
      name: "Shop",
      permissions: [...permissions, ...wrong],
    });
    expect(refused.error).toMatchObject({
      reason: "identity.permission_unfit",
      details: { permissions: wrong },
    });
  });

  it("take no ranges that are none, and no expiry that has passed", async () => {
    await using at = await twoMerchants();
    const input = { scope: at.anna.scope, name: "Shop", permissions };
    expect(
      (await at.ask("create", { ...input, allowedIps: ["203.0.113.7", "10.0.0.0/99"] })).error,
    ).toMatchObject({
      reason: "identity.address_range_invalid",
      details: { ranges: ["10.0.0.0/99"] },
    });
    expect(
      (await at.ask("create", { ...input, expiresAt: "2020-01-01T00:00:00.000Z" })).error,
    ).toMatchObject({ reason: "identity.expiry_passed" });
  });

  it("are listed to their owner newest first, page by page, and to nobody else", async () => {
    await using at = await twoMerchants();
    const made = [await at.create(), await at.create(), await at.create()];
    const first = (await at.list({ scope: at.anna.scope, limit: 2 })).data as {
      items: Key[];
      nextCursor: string;
    };
    const rest = (await at.list({ scope: at.anna.scope, limit: 2, cursor: first.nextCursor }))
      .data as { items: Key[]; nextCursor: null };
    expect([...first.items, ...rest.items]).toEqual(made.toReversed().map(({ apiKey }) => apiKey));
    expect(rest.nextCursor).toBeNull();
    const foreign = await at.list({ scope: at.anna.scope }, at.boris.as);
    expect(foreign.error).toMatchObject({ kind: "forbidden" });
  });

  it("of another owner cannot be made, and to end or rotate them is like asking for none", async () => {
    await using at = await twoMerchants();
    const { apiKey } = await at.create();
    const input = { scope: at.anna.scope, name: "Mine", permissions };
    expect((await at.ask("create", input, at.boris.as)).error).toMatchObject({ kind: "forbidden" });
    for (const does of ["revoke", "rotate"]) {
      for (const apiKeyId of [apiKey.id, randomUUID()]) {
        const { error } = await at.ask(does, { apiKeyId }, at.boris.as);
        expect(error).toMatchObject({
          reason: "identity.api_key_missing",
          details: { apiKeyId },
        });
      }
    }
    expect(await at.database.db.select().from(apiKeys)).toMatchObject([
      { revokedAt: null, rotatedTo: null },
    ]);
  });

  it("end when they are revoked; again changes nothing", async () => {
    await using at = await twoMerchants();
    const { key, apiKey } = await at.create();
    const first = await at.ask("revoke", { apiKeyId: apiKey.id });
    const again = await at.ask("revoke", { apiKeyId: apiKey.id });
    expect((first.data as Key).revokedAt).not.toBeNull();
    expect(again.data).toEqual(first.data);
    expect(await at.actorOf(key)).toBeNull();
  });

  it("end at their expiry", async () => {
    await using at = await twoMerchants();
    const expiresAt = new Date(Date.now() + 3_600_000);
    const { key } = await at.create({ expiresAt: expiresAt.toISOString() });
    const hash = hashApiKey(key);
    const before = new Date(expiresAt.getTime() - 1);
    expect(await loadKeyActor(at.database.db, hash, before)).not.toBeNull();
    expect(await loadKeyActor(at.database.db, hash, expiresAt)).toBeNull();
  });

  it("are rotated to a successor with the same settings, and live on for the overlap", async () => {
    await using at = await twoMerchants();
    const old = await at.create({ allowedIps: ["203.0.113.7"] });
    const rotated = await at.ask("rotate", { apiKeyId: old.apiKey.id, overlapHours: 2 });
    const { key, apiKey } = rotated.data as Made;
    expect(apiKey).toMatchObject({ name: "Shop", permissions, allowedIps: ["203.0.113.7"] });
    expect(key).not.toBe(old.key);
    expect(await at.actorOf(key)).not.toBeNull();
    const [row] = await at.database.db.select().from(apiKeys).where(eq(apiKeys.id, old.apiKey.id));
    expect(row?.rotatedTo).toBe(apiKey.id);
    const end = row?.expiresAt ?? new Date(0);
    expect(end.getTime() - Date.now()).toBeGreaterThan(7_100_000);
    expect(end.getTime() - Date.now()).toBeLessThanOrEqual(7_200_000);
    const hash = hashApiKey(old.key);
    expect((await loadKeyActor(at.database.db, hash, new Date()))?.actor.owner).toBe(
      `merchant:${at.anna.scope.id}`,
    );
    expect(await loadKeyActor(at.database.db, hash, end)).toBeNull();
    expect((await at.ask("rotate", { apiKeyId: old.apiKey.id })).error).toMatchObject({
      reason: "identity.api_key_ended",
    });
  });

  it("live no longer by being rotated", async () => {
    await using at = await twoMerchants();
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const { apiKey } = await at.create({ expiresAt });
    const rotated = await at.ask("rotate", { apiKeyId: apiKey.id, overlapHours: 24 });
    expect((rotated.data as Made).apiKey.expiresAt).toBe(expiresAt);
    const rows = await at.database.db.select().from(apiKeys);
    expect(rows.map((row) => row.expiresAt?.toISOString())).toEqual([expiresAt, expiresAt]);
  });

  it("that were revoked have no successor", async () => {
    await using at = await twoMerchants();
    const { apiKey } = await at.create();
    await at.ask("revoke", { apiKeyId: apiKey.id });
    expect((await at.ask("rotate", { apiKeyId: apiKey.id })).error).toMatchObject({
      reason: "identity.api_key_ended",
    });
  });

  it("get one successor, however many ask at once", async () => {
    await using at = await twoMerchants();
    for (let round = 0; round < 5; round += 1) {
      const { apiKey } = await at.create();
      const asked = Array.from({ length: 6 }, () => at.ask("rotate", { apiKeyId: apiKey.id }));
      const reasons = (await Promise.all(asked)).map(({ error }) => error?.reason ?? "rotated");
      expect(reasons.toSorted()).toEqual([
        ...Array.from({ length: 5 }, () => "identity.api_key_ended"),
        "rotated",
      ]);
    }
    expect(await at.database.db.$count(apiKeys)).toBe(10);
  });

  it("say when and from where they were used, once a minute", async () => {
    await using at = await twoMerchants();
    const { apiKey } = await at.create();
    const now = new Date("2026-05-04T12:00:00.000Z");
    const note = (seconds: number, ip: string) =>
      noteKeyUse(at.database.db, {
        id: apiKey.id,
        ip,
        now: new Date(now.getTime() + seconds * 1_000),
      });
    await note(0, "203.0.113.7");
    await note(59, "203.0.113.8");
    const used = async () => (await at.database.db.select().from(apiKeys))[0];
    expect(await used()).toMatchObject({ lastUsedAt: now, lastUsedFrom: "203.0.113.7" });
    await note(61, "203.0.113.9");
    expect((await used())?.lastUsedFrom).toBe("203.0.113.9");
  });
});
