import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { buildPage, type PageFiles } from "./build-page.ts";
import { readPage, writePage } from "./built-page.ts";
import { contentPolicy, type PageEnv } from "./page-headers.ts";
import { createPayServer } from "./pay-server.ts";

const development: PageEnv = {
  MODE: "development",
  PUBLIC_URL: "https://api.shop.test/v2",
  RELEASE: undefined,
  FILES_PUBLIC_URL: undefined,
  S3_ENDPOINT: undefined,
  S3_BUCKET: undefined,
  S3_ADDRESSING: "path",
};
const few: PageFiles = new Map([
  ["index.html", Buffer.from('<meta content="%api%" /><meta content="%release%" />')],
  ["assets/page-ABC.js", Buffer.from("let x = 1;".repeat(100))],
]);

async function serve(changes: Partial<PageEnv> = {}, files = few) {
  const server = createPayServer({ env: { ...development, ...changes }, files });
  const url = await server.listen(0, "127.0.0.1");
  onTestFinished(() => server.close());
  return url;
}
const rule = (policy: string, name: string) =>
  policy.split("; ").find((one) => one.startsWith(`${name} `));

describe("the payment page's server", () => {
  it("keeps no page, and lets what is named by its content be kept for good", async () => {
    const url = await serve();
    const page = await fetch(`${url}/`);
    expect(page.headers.get("cache-control")).toBe("no-store");
    expect(await page.text()).toContain('content="https://api.shop.test/v2"');
    const script = await fetch(`${url}/assets/page-ABC.js`);
    expect(script.headers.get("cache-control")).toContain("immutable");
    expect(script.headers.get("content-type")).toContain("text/javascript");
    expect(script.headers.get("content-encoding")).toBe("gzip");
    expect(await script.text()).toBe("let x = 1;".repeat(100));
  });

  it("sends its headers with every answer, also with a refusal", async () => {
    const url = await serve();
    for (const at of ["/", "/assets/page-ABC.js", "/nothing", "/healthz"]) {
      const { headers } = await fetch(url + at);
      expect(headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("strict-transport-security")).toBeNull();
    }
    const strict = await fetch(await serve({ MODE: "production" }));
    expect(strict.headers.get("strict-transport-security")).toContain("max-age");
  });

  it.each([
    ["/nothing", "GET", 404],
    ["/../package.json", "GET", 404],
    ["/assets/", "GET", 404],
    ["/", "POST", 405],
    ["/", "HEAD", 200],
    ["/?utm=1", "GET", 200],
    ["/healthz", "GET", 200],
  ])("answers %s by %s with %i", async (at, method, status) => {
    const { port } = new URL(await serve());
    const answered = await new Promise<number | undefined>((resolve, reject) => {
      const asked = request({ host: "127.0.0.1", port, path: at, method }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      asked.once("error", reject);
      asked.end();
    });
    expect(answered).toBe(status);
  });

  it("is ready as soon as it answers, as others say it", async () => {
    const answer = await fetch(`${await serve()}/readyz`);
    expect(await answer.json()).toEqual({ ready: true, missing: [] });
  });

  it("lets no address break out of its place", async () => {
    const url = await serve({ RELEASE: '"><script>alert(1)</script>' });
    expect(await (await fetch(url)).text()).toContain("&quot;>&lt;script>");
  });
});

describe("the page's policy", () => {
  it("names the API for calls, live events and pictures, and nobody else", () => {
    const policy = contentPolicy(development);
    expect(rule(policy, "connect-src")).toBe(
      "connect-src https://api.shop.test wss://api.shop.test",
    );
    expect(rule(policy, "img-src")).toBe("img-src 'self' https://api.shop.test");
    expect(rule(policy, "script-src")).toBe("script-src 'self'");
    expect(rule(policy, "frame-ancestors")).toBe("frame-ancestors 'none'");
  });

  it.each([
    ["path", "https://s3.test:9000"],
    ["host", "https://files.s3.test:9000"],
  ] as const)("names a bucket that stands in the %s for uploads", (S3_ADDRESSING, origin) => {
    const policy = contentPolicy({
      ...development,
      S3_ENDPOINT: "https://s3.test:9000",
      S3_BUCKET: "files",
      S3_ADDRESSING,
      FILES_PUBLIC_URL: "https://cdn.test/x",
    });
    expect(rule(policy, "connect-src")).toContain(` ${origin}`);
    expect(rule(policy, "img-src")).toContain(` ${origin} https://cdn.test`);
  });
});

describe("the build", () => {
  it("is a page that asks for its own files by their content's names, and is read as it was written", async () => {
    const files = await buildPage();
    const html = files.get("index.html")?.toString() ?? "";
    const asked = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, at]) => at);
    expect(new Set(asked)).toEqual(new Set([...files.keys()].filter((at) => at !== "index.html")));
    for (const at of asked) expect(at).toMatch(/^assets\/\w+-[A-Z0-9]{8}\.\w+$/);
    // What a phone loads before it shows anything.
    const zipped = [...files.values()].reduce((sum, file) => sum + gzipSync(file).length, 0);
    expect(zipped).toBeLessThan(30_000);
    const folder = await mkdtemp(path.join(tmpdir(), "pay-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writePage(files, folder);
    const read = await readPage(folder);
    expect([...read.keys()].toSorted()).toEqual([...files.keys()].toSorted());
    expect(read.get("index.html")?.equals(files.get("index.html") ?? Buffer.of())).toBe(true);
  });

  it("says how to make it where it was not made", async () => {
    await expect(readPage("/nowhere")).rejects.toThrow("pnpm build");
  });
});
