import { mkdtempSync, readdirSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { createSealer } from "../sealer.ts";
import { createDiskStore } from "./disk-store.ts";

const sealer = createSealer({ keys: [{ id: "a", key: Buffer.alloc(32) }], appSecret: "of a test" });
const { signal } = new AbortController();
const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);

function stage() {
  const folder = mkdtempSync(path.join(tmpdir(), "mainstay-disk-"));
  const store = createDiskStore({ folder, publicUrl: "http://127.0.0.1", sealer });
  const { local } = store;
  if (!local) throw new Error("a disk is local");
  return {
    folder,
    store,
    local,
    partial: () => readdirSync(path.join(folder, "partial")),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

describe("a store on a disk", () => {
  it("writes in one place what is not whole yet, and removes of it only what is old", async () => {
    using at = stage();
    await at.store.removePartial(minutesAgo(60), signal);
    const body = new PassThrough();
    const taking = at.local.take("incoming/a", body, 10);
    body.write("half");
    await expect.poll(at.partial).toHaveLength(1);
    expect(readdirSync(path.join(at.folder, "incoming"))).toEqual([]);

    await at.store.removePartial(minutesAgo(60), signal);
    expect(at.partial()).toHaveLength(1);
    const [left = ""] = at.partial();
    utimesSync(path.join(at.folder, "partial", left), minutesAgo(61), minutesAgo(61));
    await at.store.removePartial(minutesAgo(60), signal);
    expect(at.partial()).toEqual([]);

    body.destroy(new Error("gone"));
    await expect(taking).rejects.toThrow("gone");
  });

  it("has nothing left of what came whole, and of what did not", async () => {
    using at = stage();
    const body = new PassThrough();
    body.end("0123456789");
    expect(await at.local.take("incoming/a", body, 10)).toBe(10);
    const cut = new PassThrough();
    cut.end("01234");
    expect(await at.local.take("incoming/b", cut, 10)).toBe(5);
    expect(at.partial()).toEqual([]);
    expect(readdirSync(path.join(at.folder, "incoming"))).toEqual(["a"]);
  });
});
