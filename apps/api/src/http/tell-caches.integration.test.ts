import { call, testApi, testDatabase, testKeys } from "@mainstay/testing";
import { describe, expect, it } from "vitest";

const rest = "api/v1/reference";
const alone = "trpc/platform.reference.get";
const batch = "trpc/platform.reference.get,platform.reference.get?batch=1";
const faces = [rest, alone, batch];

const limits = ["limit", "remaining", "reset", "policy"].map((name) => `ratelimit-${name}`);

describe.each(faces)("an answer that may be kept, at /%s", (path) => {
  it("names itself and says for how long, and nothing that is its caller's", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const asAdmin = { headers: { authorization: `Bearer ${testKeys.admin}` } };
    const first = await fetch(`${api.url}/${path}`);
    const second = await fetch(`${api.url}/${path}`, asAdmin);
    expect(first.status).toBe(200);
    expect(first.headers.get("cache-control")).toBe("public, max-age=60");
    expect(first.headers.get("etag")).toMatch(/^"[\w-]{43}"$/);
    expect(second.headers.get("etag")).toBe(first.headers.get("etag"));
    expect(limits.filter((name) => first.headers.has(name))).toEqual([]);
    expect(first.headers.has("set-cookie")).toBe(false);
    expect(await second.text()).toBe(await first.text());
  });

  it.each([
    ["its tag", (tag: string) => tag, 304],
    ["its tag, weakly", (tag: string) => `W/${tag}`, 304],
    ["its tag among others", (tag: string) => `"a,b", W/"c" ,${tag}`, 304],
    ["anything", () => " * ", 304],
    ["another tag", () => '"another"', 200],
    ["no tag at all", (tag: string) => tag.replaceAll('"', ""), 200],
  ])("is told to whoever names %s", async (_name, written, status) => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { headers } = await fetch(`${api.url}/${path}`);
    const tag = headers.get("etag") ?? "";
    const again = await fetch(`${api.url}/${path}`, { headers: { "if-none-match": written(tag) } });
    expect(again.status).toBe(status);
    expect(again.headers.get("etag")).toBe(tag);
    expect(again.headers.get("cache-control")).toBe("public, max-age=60");
    const body = await again.text();
    expect(body === "").toBe(status === 304);
  });

  it("has another name once it has changed", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { headers } = await fetch(`${api.url}/${path}`);
    const tag = headers.get("etag") ?? "";
    const names = { en: "Gold", ru: "Золото" };
    await call(
      api.url,
      "platform.reference.saveCurrency",
      { code: "XAU", names, kind: "fiat", digits: 4, active: true, position: 1 },
      { as: testKeys.admin },
    );
    await expect
      .poll(async () => {
        const again = await fetch(`${api.url}/${path}`, { headers: { "if-none-match": tag } });
        await again.text();
        return again.status;
      })
      .toBe(200);
  });

  it("is not kept where it is a refusal", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const refused = await fetch(`${api.url}/${path}`, {
      headers: { authorization: "Bearer not-a-key-0123456789", "if-none-match": "*" },
    });
    expect(refused.status).toBe(401);
    expect(refused.headers.get("cache-control")).toBe("no-store");
    expect(refused.headers.has("etag")).toBe(false);
  });
});

describe("what may not be kept", () => {
  it.each([
    ["another query", "api/v1/info"],
    ["another query over tRPC", "trpc/platform.system.info"],
    ["a batch with another query", "trpc/platform.reference.get,platform.system.info?batch=1"],
  ])("says nothing of it: %s", async (_name, path) => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { status, headers } = await fetch(`${api.url}/${path}`, {
      headers: { "if-none-match": "*" },
    });
    expect(status).toBe(200);
    expect(headers.has("etag")).toBe(false);
    expect(headers.has("cache-control")).toBe(false);
    expect(headers.has("ratelimit-limit")).toBe(true);
  });

  it("is an answer by POST", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { status, headers } = await call(api.url, "platform.reference.get", {});
    expect(status).toBe(200);
    expect(headers.has("etag")).toBe(false);
  });
});
