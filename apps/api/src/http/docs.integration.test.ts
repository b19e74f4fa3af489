import { testApi, testDatabase } from "@mainstay/testing";
import { describe, expect, it } from "vitest";

describe("/docs", () => {
  it("is served to be read by anybody, with nothing but its own files", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    for (const path of ["/docs", "/docs/", "/docs/rest", "/docs/environment"]) {
      const response = await fetch(api.url + path);
      expect(response.status).toBe(200);
      expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(response.headers.get("content-security-policy")).toMatch(
        /^default-src 'none'; style-src 'self'; script-src 'self'/,
      );
      expect(response.headers.get("content-security-policy")).not.toContain("unsafe");
      expect(await response.text()).toContain("</html>");
    }
    const types = ["docs.css", "docs.js", "openapi.json"].map(async (name) =>
      (await fetch(`${api.url}/docs/${name}`)).headers.get("content-type"),
    );
    expect(await Promise.all(types)).toEqual([
      "text/css; charset=utf-8",
      "text/javascript; charset=utf-8",
      "application/json; charset=utf-8",
    ]);
  });

  it("is sent once, and again only when it changed", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const first = await fetch(`${api.url}/docs/rest`);
    const etag = first.headers.get("etag") ?? "";
    // Left to itself, fetch adds a cache-control that wants the whole answer.
    const asking = (known: string) => ({
      headers: { "if-none-match": known, "cache-control": "max-age=0" },
    });
    const again = await fetch(`${api.url}/docs/rest`, asking(etag));
    expect(again.status).toBe(304);
    const other = await fetch(`${api.url}/docs/rest`, asking('W/"other"'));
    expect(other.status).toBe(200);
    const plain = await fetch(`${api.url}/docs/rest`, {
      headers: { "accept-encoding": "identity" },
    });
    expect(plain.headers.get("content-encoding")).toBeNull();
    expect(await plain.text()).toBe(await other.text());
  });

  it("has no other pages", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    for (const path of [
      "/docs/nothing",
      "/docs/rest/x",
      "/docs/__proto__",
      "/docs/..%2fpackage.json",
    ]) {
      expect((await fetch(api.url + path)).status).toBe(404);
    }
  });
});
