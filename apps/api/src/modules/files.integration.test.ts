import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type FileView, pictureFile } from "@mainstay/contracts";
import { attachFile, forgetFiles, uploadKey } from "@mainstay/core";
import { removeStored } from "@mainstay/core/platform/files/remove-stored";
import { sweepFiles } from "@mainstay/core/platform/files/sweep-files";
import { files, outbox, transaction } from "@mainstay/db";
import {
  call,
  testAccount,
  testApi,
  testBucket,
  testDatabase,
  testEnv,
  testKeys,
  testSession,
} from "@mainstay/testing";
import { and, eq, lte, sql } from "drizzle-orm";
import sharp from "sharp";
import { describe, expect, it, vi } from "vitest";
import type { z } from "zod";

type View = z.output<typeof FileView>;
interface Upload {
  fileId: string;
  upload: { url: string; headers: Record<string, string>; expiresAt: string };
}
const stores = ["disk", "s3"] as const;

async function stage(store: (typeof stores)[number]) {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const folder = mkdtempSync(path.join(tmpdir(), "mainstay-files-"));
  stack.defer(() => rmSync(folder, { recursive: true, force: true }));
  const bucket = store === "s3" ? stack.use(await testBucket()) : null;
  const place = bucket?.env ?? { FILES_DIR: folder };
  // The address of the API is known only once it listens, and the store writes it into its links.
  const probe = await testApi(database);
  const { port } = new URL(probe.url);
  await probe.close();
  const env = testEnv(database, { ...place, PUBLIC_URL: `http://127.0.0.1:${port}` });
  const api = stack.use(await testApi(database, { env, port: Number(port) }));
  const account = await testAccount(api.services, { audiences: ["customer"] });
  const { accessToken } = await testSession(api.services, account, "customer");
  const ask = (
    name: string,
    input: unknown,
    { as = accessToken, by = "mutation" as "mutation" | "query" } = {},
  ) => call(api.url, `platform.files.${name}`, input, { as, by });
  const begin = async (
    bytes: Uint8Array,
    told: { type?: string; name?: string; purpose?: string; bytes?: number } = {},
  ): Promise<Upload> => {
    const { type = "image/png", name = "cat.png", purpose = "platform.document" } = told;
    const input = { purpose, name, type, bytes: told.bytes ?? bytes.length };
    const { data, error } = await ask("createUpload", input);
    if (error) throw new Error(error.message);
    return data as Upload;
  };
  const put = (
    { upload }: Upload,
    bytes: Uint8Array,
    headers: Record<string, string> = upload.headers,
  ): Promise<Response> =>
    fetch(upload.url, { method: "PUT", headers, body: new Uint8Array(bytes) });
  const complete = (fileId: string, as?: string) => ask("complete", { fileId }, as ? { as } : {});
  const upload = async (bytes: Uint8Array, told: Parameters<typeof begin>[1] = {}) => {
    const begun = await begin(bytes, told);
    const answer = await put(begun, bytes);
    const completed = await complete(begun.fileId);
    return { ...begun, answer, completed, view: completed.data as View };
  };
  const link = async (fileId: string, as?: string): Promise<string> => {
    const { data, error } = await ask("link", { fileId }, { by: "query", ...(as ? { as } : {}) });
    if (error) throw new Error(error.reason);
    return (data as { url: string }).url;
  };
  /** All that lies in the store. */
  const stored = async (): Promise<string[]> => {
    if (bucket) return await bucket.keys();
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  };
  const jobCtx = {
    ...api.services,
    jobId: "",
    attempt: 1,
    signal: new AbortController().signal,
    once: () => Promise.reject(new Error("not needed")),
  };
  const removed = new Set<unknown>();
  /** What the worker would do by and by, or has done until then; each once. */
  const runRemovals = async (until?: Date): Promise<void> => {
    const promised = eq(outbox.job, "platform.remove_stored");
    const rows = await database.db
      .select()
      .from(outbox)
      .where(until ? and(promised, lte(outbox.runAt, until)) : promised);
    for (const { id, payload } of rows.filter((row) => !removed.has(row.id))) {
      removed.add(id);
      await removeStored(jobCtx, payload as { keys: string[] });
    }
  };
  return {
    database,
    api,
    account,
    accessToken,
    folder,
    bucket,
    ask,
    begin,
    put,
    complete,
    upload,
    link,
    stored,
    runRemovals,
    sweep: () => sweepFiles(jobCtx),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#3a7" } });
const png = () => blank(40, 30).png().toBuffer();
const pdf = Buffer.from("%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n");

describe.each(stores)("files on %s", (store) => {
  it("are uploaded, looked at, drawn anew and loaded by their owner's link", async () => {
    await using at = await stage(store);
    const photo = await blank(3_000, 1_500)
      .jpeg()
      .withExif({ IFD0: { Copyright: "hidden words" } })
      .toBuffer();
    const { view, fileId, answer } = await at.upload(photo, {
      type: "image/jpeg",
      name: "Кот на окне.jpg",
    });
    expect(answer.ok).toBe(true);
    expect(view).toMatchObject({
      state: "ready",
      name: "Кот на окне.webp",
      type: "image/webp",
      width: 2_000,
      height: 1_000,
      visibility: "private",
    });
    const loaded = await fetch(await at.link(fileId));
    const bytes = Buffer.from(await loaded.arrayBuffer());
    expect(bytes.length).toBe(view.bytes);
    expect(await sharp(bytes).metadata()).toMatchObject({ format: "webp", width: 2_000 });
    expect(bytes.includes("hidden words")).toBe(false);
    expect(loaded.headers.get("content-disposition")).toContain(
      `filename*=UTF-8''${encodeURIComponent("Кот на окне.webp")}`,
    );
    await at.runRemovals();
    expect(await at.stored()).toEqual([expect.stringMatching(/^files\//)]);
  });

  it("that are PDFs are saved, never opened", async () => {
    await using at = await stage(store);
    const { view, fileId } = await at.upload(pdf, { type: "application/pdf", name: "a.pdf" });
    expect(view).toMatchObject({ state: "ready", type: "application/pdf", width: null });
    const loaded = await fetch(await at.link(fileId));
    expect(Buffer.from(await loaded.arrayBuffer()).equals(pdf)).toBe(true);
    expect(loaded.headers.get("content-disposition")).toMatch(/^attachment;/);
  });

  it("complete once, however often and by how many at once it is asked", async () => {
    await using at = await stage(store);
    const bytes = await png();
    const begun = await at.begin(bytes);
    await at.put(begun, bytes);
    const all = await Promise.all(Array.from({ length: 6 }, () => at.complete(begun.fileId)));
    expect(all.map(({ error }) => error)).toEqual(all.map(() => null));
    expect(new Set(all.map(({ data }) => JSON.stringify(data))).size).toBe(1);
    expect((await at.complete(begun.fileId)).data).toEqual(all[0]?.data);
    await at.runRemovals();
    expect(await at.stored()).toHaveLength(1);
  });

  it("stay what they were when something else is put to their address afterwards", async () => {
    await using at = await stage(store);
    const bytes = await png();
    const { fileId, upload } = await at.upload(bytes);
    const before = await (await fetch(await at.link(fileId))).arrayBuffer();
    const other = Buffer.alloc(bytes.length, 1);
    await at.put({ fileId, upload }, other);
    expect((await at.complete(fileId)).error).toBeNull();
    const after = await (await fetch(await at.link(fileId))).arrayBuffer();
    expect(Buffer.from(after).equals(Buffer.from(before))).toBe(true);
    await at.runRemovals();
    expect(await at.stored()).toEqual([expect.stringMatching(/^files\//)]);
  });

  it.each([
    {
      name: "of 40 megapixels in few bytes",
      bytes: () => blank(8_000, 5_000).png().toBuffer(),
      type: "image/png",
      reason: "platform.file_too_many_pixels",
      details: { pixels: 40_000_000, limit: 25_000_000 },
    },
    {
      name: "that says it is another type",
      bytes: png,
      type: "image/jpeg",
      reason: "platform.file_type_wrong",
      details: { declared: "image/jpeg", found: "image/png" },
    },
    {
      name: "that is a page and says it is a picture",
      bytes: async () => Buffer.from("<!doctype html><script>alert(1)</script>"),
      type: "image/png",
      reason: "platform.file_type_wrong",
    },
    {
      name: "that is an SVG with a script and says it is a picture",
      bytes: async () =>
        Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
      type: "image/png",
      reason: "platform.file_type_wrong",
    },
    {
      name: "that ends in the middle",
      bytes: async () => {
        const whole = await sharp(
          Buffer.from(Array.from({ length: 30_000 }, (_, n) => (n * 7919) % 251)),
          {
            raw: { width: 100, height: 100, channels: 3 },
          },
        )
          .png()
          .toBuffer();
        return whole.subarray(0, whole.length / 2);
      },
      type: "image/png",
      reason: "platform.file_unreadable",
      details: { type: "image/png" },
    },
    {
      name: "that is a PDF only in the middle",
      bytes: async () => Buffer.concat([Buffer.from("<script></script>"), pdf]),
      type: "application/pdf",
      reason: "platform.file_type_wrong",
    },
    {
      name: "that only begins as a picture",
      bytes: async () => Buffer.from("\x89PNG\r\n\x1a\n<script>alert(1)</script>", "latin1"),
      type: "image/png",
      reason: "platform.file_unreadable",
    },
  ])("$name are refused, and nothing of them is kept", async ({ bytes, type, reason, details }) => {
    await using at = await stage(store);
    const { completed, fileId } = await at.upload(await bytes(), { type });
    expect(completed.error).toMatchObject({ reason, ...(details ? { details } : {}) });
    expect((await at.complete(fileId)).error).toMatchObject({
      reason: "platform.file_refused",
      details: { fileId, problem: reason },
    });
    await expect(at.link(fileId)).rejects.toThrow("platform.file_refused");
    await at.runRemovals();
    expect(await at.stored()).toEqual([]);
  });

  it("that are two things at once are served as one: what was hidden behind a picture is gone", async () => {
    await using at = await stage(store);
    const script = "<html><script>alert(document.cookie)</script></html>";
    const gif = await blank(4, 4).gif().toBuffer();
    for (const [type, bytes] of [
      ["image/png", Buffer.concat([await png(), Buffer.from(script)])],
      ["image/gif", Buffer.concat([gif, Buffer.from(script)])],
    ] as const) {
      const { view, fileId, completed } = await at.upload(bytes, { type });
      expect(completed.error).toBeNull();
      expect(view.type).toBe("image/webp");
      const loaded = Buffer.from(await (await fetch(await at.link(fileId))).arrayBuffer());
      expect(loaded.includes("script")).toBe(false);
    }
    const both = Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.from(script), pdf]);
    const { fileId } = await at.upload(both, { type: "application/pdf" });
    const loaded = await fetch(await at.link(fileId));
    expect(loaded.headers.get("content-type")).toBe("application/pdf");
    expect(loaded.headers.get("content-disposition")).toMatch(/^attachment;/);
  });

  it("with more or fewer bytes than were declared are not taken", async () => {
    await using at = await stage(store);
    const bytes = await png();
    for (const sent of [Buffer.concat([bytes, bytes]), bytes.subarray(1), Buffer.alloc(0)]) {
      const begun = await at.begin(bytes);
      const answer = await at.put(begun, sent);
      expect(answer.ok).toBe(false);
      expect((await at.complete(begun.fileId)).error?.reason).toBe("platform.file_not_uploaded");
    }
    expect(await at.stored()).toEqual([]);
  });

  it("that were drawn by a call that died are removed in a while, and can be completed again", async () => {
    await using at = await stage(store);
    const bytes = await png();
    const begun = await at.begin(bytes);
    await at.put(begun, bytes);
    await at.database.admin("alter table files add constraint dies check (state <> 'ready')");
    expect((await at.complete(begun.fileId)).error?.reason).toBe("internal");
    expect(await at.stored()).toHaveLength(2);
    await at.runRemovals();
    expect(await at.stored()).toEqual([uploadKey(begun.fileId)]);
    await at.database.admin("alter table files drop constraint dies");
    expect((await at.complete(begun.fileId)).error).toBeNull();
    await at.runRemovals();
    expect(await at.stored()).toEqual([expect.stringMatching(/^files\//)]);
    expect((await fetch(await at.link(begun.fileId))).status).toBe(200);
  });

  it("are taken only at an address that is good, and with the type that was declared", async () => {
    await using at = await stage(store);
    const bytes = await png();
    const begun = await at.begin(bytes);
    const changed = (change: (url: URL) => void): Upload => {
      const url = new URL(begun.upload.url);
      change(url);
      return { ...begun, upload: { ...begun.upload, url: url.href } };
    };
    const other = await at.begin(bytes);
    const signature = store === "s3" ? "X-Amz-Signature" : "signature";
    const expires = store === "s3" ? "X-Amz-Expires" : "expires";
    for (const bad of [
      changed(({ searchParams }) => searchParams.set(signature, "0".repeat(64))),
      changed(({ searchParams }) => searchParams.set(expires, "99999999999999")),
      changed(({ searchParams }) => searchParams.delete(signature)),
      changed((url) => (url.pathname = new URL(other.upload.url).pathname)),
    ]) {
      const answer = await at.put(bad, bytes);
      expect(answer.status).toBe(403);
    }
    const page = await at.put(begun, bytes, { "content-type": "text/html" });
    expect(page.ok).toBe(false);
    expect(await at.stored()).toEqual([]);
    expect((await at.put(begun, bytes)).ok).toBe(true);
  });

  it("are their owner's: others find nothing, support may look", async () => {
    await using at = await stage(store);
    const { fileId } = await at.upload(await png());
    const as = testKeys.customer;
    for (const [name, by] of [
      ["complete", "mutation"],
      ["remove", "mutation"],
      ["get", "query"],
      ["link", "query"],
    ] as const) {
      const { error } = await at.ask(name, { fileId }, { as, by });
      expect(error).toMatchObject({ reason: "platform.file_missing", details: { fileId } });
    }
    expect((await fetch(await at.link(fileId, testKeys.support))).status).toBe(200);
    const owner = `account:${at.account.id}`;
    const { data } = await at.ask("list", { owner }, { as: testKeys.support, by: "query" });
    expect((data as { items: View[] }).items.map(({ id }) => id)).toEqual([fileId]);
    expect((await at.ask("list", {}, { by: "query" })).error?.reason).toBe("request.forbidden");
  });

  it("for everybody have an address for everybody; private ones a link that is over at some time", async () => {
    await using at = await stage(store);
    const open = await at.upload(await png(), { purpose: "platform.picture" });
    const url = await at.link(open.fileId);
    expect((await fetch(url)).status).toBe(200);
    const { data } = await at.ask("link", { fileId: open.fileId }, { by: "query" });
    // Without a place for everybody before the bucket there is no address that never ends.
    const { expiresAt } = data as { expiresAt: string | null };
    expect(expiresAt === null).toBe(store === "disk");
    const closed = await at.upload(await png());
    const link = new URL(await at.link(closed.fileId));
    link.searchParams.set(
      store === "s3" ? "X-Amz-Date" : "expires",
      store === "s3" ? "20200101T000000Z" : String(Date.now() - 1),
    );
    expect((await fetch(link)).status).toBe(403);
    link.search = "";
    expect((await fetch(link)).status).toBe(403);
  });

  it("that nobody completed or attached are swept, those that belong to something stay", async () => {
    await using at = await stage(store);
    const bytes = await png();
    const picture = { purpose: "platform.picture" };
    const kept = await at.upload(bytes, picture);
    const left = await at.upload(bytes, picture);
    const waiting = await at.begin(bytes);
    await at.put(waiting, bytes);
    const owner = `account:${at.account.id}`;
    const attach = (fileId: string, to: string) =>
      transaction(at.database.db, (tx) => {
        const fail = (error: Error): never => {
          throw error;
        };
        return attachFile({ db: tx, fail }, { fileId, owner, purpose: pictureFile, to });
      });
    await attach(kept.fileId, "thing:1");
    await attach(kept.fileId, "thing:1");
    await expect(attach(kept.fileId, "thing:2")).rejects.toMatchObject({
      reason: "platform.file_attached",
    });
    await expect(attach(waiting.fileId, "thing:2")).rejects.toMatchObject({
      reason: "platform.file_unfit",
    });
    expect((await at.ask("remove", { fileId: kept.fileId })).error?.reason).toBe(
      "platform.file_attached",
    );
    await at.sweep();
    expect(await at.database.db.$count(files)).toBe(3);
    await at.database.admin(
      "update files set expires_at = now() - interval '1 second' where expires_at is not null",
    );
    expect((await at.complete(waiting.fileId)).error?.reason).toBe("platform.file_missing");

    await at.sweep();

    const rows = await at.database.db.select().from(files);
    expect(rows.map(({ id }) => id)).toEqual([kept.fileId]);
    await at.runRemovals();
    expect(await at.stored()).toHaveLength(1);
    await expect(attach(left.fileId, "thing:3")).rejects.toMatchObject({
      reason: "platform.file_missing",
    });
    expect((await fetch(await at.link(kept.fileId))).status).toBe(200);
  });

  it.each(["removed", "forgotten"])(
    "that are %s before their address is over leave nothing, whatever it still takes",
    async (how) => {
      await using at = await stage(store);
      const bytes = await png();
      const begun = await at.begin(bytes);
      const owner = `account:${at.account.id}`;
      if (how === "removed") await at.ask("remove", { fileId: begun.fileId });
      else await transaction(at.database.db, (tx) => forgetFiles(tx, { owner, now: new Date() }));
      await at.sweep();
      expect(await at.database.db.$count(files)).toBe(0);
      await at.runRemovals(new Date());
      expect((await at.put(begun, bytes)).ok).toBe(store === "s3");
      expect(await at.stored()).toHaveLength(store === "s3" ? 1 : 0);
      await at.runRemovals(new Date(begun.upload.expiresAt));
      expect(await at.stored()).toHaveLength(store === "s3" ? 1 : 0);
      await at.runRemovals();
      expect(await at.stored()).toEqual([]);
    },
  );

  it("are not read before there is room for them: past a few that wait the call is refused", async () => {
    await using at = await stage(store);
    const bytes = await png();
    const begun = await at.begin(bytes);
    await at.put(begun, bytes);
    const { fileLine, fileStore } = at.api.services;
    const read = vi.spyOn(fileStore, "read");
    const held = Promise.withResolvers<void>();
    const wait = vi.spyOn(fileLine, "wait");
    const hold = () => fileLine.wait(() => held.promise, new AbortController().signal);
    const inLine = Array.from({ length: 19 }, hold);

    const gone = new AbortController();
    const left = fetch(`${at.api.url}/trpc/platform.files.complete`, {
      method: "POST",
      headers: { authorization: `Bearer ${at.accessToken}`, "content-type": "application/json" },
      body: JSON.stringify({ fileId: begun.fileId }),
      signal: gone.signal,
    });
    await expect.poll(() => wait.mock.calls.length).toBe(20);
    await expect(hold()).rejects.toMatchObject({ reason: "request.unavailable" });
    gone.abort();
    await expect(left).rejects.toThrow();
    await expect(wait.mock.results[19]?.value).rejects.toThrow();

    inLine.push(hold());
    expect((await at.complete(begun.fileId)).error).toMatchObject({
      reason: "request.unavailable",
      details: { retryAfterSeconds: 5 },
    });
    expect(read).not.toHaveBeenCalled();
    held.resolve();
    await Promise.all(inLine);
    expect((await at.complete(begun.fileId)).error).toBeNull();
  });

  it("are deleted by their owner as long as they belong to nothing", async () => {
    await using at = await stage(store);
    const { fileId } = await at.upload(await png());
    expect((await at.ask("remove", { fileId })).error).toBeNull();
    expect((await at.ask("get", { fileId }, { by: "query" })).error?.reason).toBe(
      "platform.file_missing",
    );
    await at.runRemovals();
    expect(await at.stored()).toEqual([]);
  });
});

describe("an upload", () => {
  it.each([
    [{ purpose: "payments.nothing" }, "platform.file_purpose_unknown"],
    [{ type: "image/svg+xml" }, "platform.file_type_refused"],
    [{ purpose: "platform.picture", type: "application/pdf" }, "platform.file_type_refused"],
    [{ bytes: 0 }, "platform.file_empty"],
    [{ bytes: 20_000_001 }, "platform.file_too_large"],
    [{ name: "../../etc/passwd" }, "platform.file_name_invalid"],
    [{ name: "C:\\temp\\a.png" }, "platform.file_name_invalid"],
    [{ name: "a\r\nSet-Cookie: b.png" }, "platform.file_name_invalid"],
    [{ name: ".." }, "platform.file_name_invalid"],
    [{ name: "\u202efdp.exe" }, "platform.file_name_invalid"],
    [{ name: " " }, "request.invalid"],
    [{ bytes: -1 }, "request.invalid"],
  ])("of %j is refused as %s, and nothing is stored", async (changes, reason) => {
    await using at = await stage("disk");
    const good = { purpose: "platform.document", name: "a.png", type: "image/png", bytes: 5 };
    const { error } = await at.ask("createUpload", { ...good, ...changes });
    expect(error?.reason).toBe(reason);
    expect(await at.database.db.$count(files)).toBe(0);
  });

  it("costs an owner of many files that belong to something no more than one of few", async () => {
    await using at = await stage("disk");
    const owner = `account:${at.account.id}`;
    await at.database.admin(
      `insert into files (id, owner, purpose, visibility, state, name, declared_type, declared_bytes, attached_to, created_at)
       select gen_random_uuid(), '${owner}', 'platform.picture', 'public', 'ready', 'a', 'image/png', 1, 'thing:' || n, now()
       from generate_series(1, 5000) n`,
    );
    await at.database.admin("analyze files");
    const input = { purpose: "platform.document", name: "a.png", type: "image/png", bytes: 5 };
    const looks = async (): Promise<number> => {
      expect((await at.ask("createUpload", input)).error).toBeNull();
      const { rows } = await at.database.db.execute<{ looks: string }>(
        sql`select idx_scan as looks from pg_stat_user_indexes where indexrelname = 'files_unattached'`,
      );
      return Number(rows[0]?.looks);
    };
    // Its own connections tell the statistics of themselves once in a second.
    await expect.poll(looks, { timeout: 15_000, interval: 500 }).toBeGreaterThan(0);
  });

  it("is refused to whoever has too many files that belong to nothing, also many at once", async () => {
    await using at = await stage("disk");
    const setting = { key: "platform.files_unattached_most", value: 5 };
    await call(at.api.url, "platform.settings.update", setting, { as: testKeys.admin });
    const input = { purpose: "platform.document", name: "a.png", type: "image/png", bytes: 5 };
    const all = await Promise.all(Array.from({ length: 12 }, () => at.ask("createUpload", input)));
    const reasons = all.map(({ error }) => error?.reason ?? "taken");
    expect(reasons.filter((reason) => reason === "taken")).toHaveLength(5);
    expect(new Set(reasons)).toEqual(new Set(["taken", "platform.file_too_many"]));
    expect(all.find(({ error }) => error)?.error).toMatchObject({
      message: expect.stringMatching(/platform\.files\.remove.* 24 hours/),
      details: { limit: 5, hours: 24 },
    });
    const [row] = await at.database.db.select().from(files);
    expect((await at.ask("remove", { fileId: row?.id })).error).toBeNull();
    expect((await at.ask("createUpload", input)).error).toBeNull();
  });

  it.each([
    ["more", 1, 413],
    ["fewer", -1, 400],
  ])("that says it has %s bytes than were declared is refused as such", async (_, by, status) => {
    await using at = await stage("disk");
    const bytes = await png();
    const begun = await at.begin(bytes);
    expect((await at.put(begun, Buffer.alloc(bytes.length + by))).status).toBe(status);
  });

  it("that says no length is cut off where it has more bytes than were declared", async () => {
    await using at = await stage("disk");
    const bytes = await png();
    const begun = await at.begin(bytes);
    const answer = await fetch(begun.upload.url, {
      method: "PUT",
      headers: begun.upload.headers,
      body: new Blob([new Uint8Array(bytes), new Uint8Array(10)]).stream(),
      duplex: "half",
    });
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ error: { reason: "request.too_large" } });
    expect(await at.stored()).toEqual([]);
  });

  it("while the bucket is away is answered as a fault of ours, and can be completed later", async () => {
    await using at = await stage("s3");
    const bytes = await png();
    const begun = await at.begin(bytes);
    await at.put(begun, bytes);
    at.bucket?.goAway();
    const { error } = await at.complete(begun.fileId);
    expect(error?.reason).toBe("request.unavailable");
    expect(JSON.stringify(error)).not.toMatch(/S3RVER|127\.0\.0\.1/);
    const [row] = await at.database.db.select().from(files);
    expect(row?.state).toBe("waiting");
  });
});

describe("the sweep", () => {
  it("takes away what a process that was killed had begun to write", async () => {
    await using at = await stage("disk");
    const partials = path.join(at.folder, "partial");
    mkdirSync(partials);
    for (const [name, minutes] of [
      ["of-the-killed", 61],
      ["under-way", 59],
    ] as const) {
      const file = path.join(partials, name);
      writeFileSync(file, "half");
      const when = Date.now() / 1_000 - minutes * 60;
      utimesSync(file, when, when);
    }
    await at.sweep();
    expect(await at.stored()).toEqual([path.join("partial", "under-way")]);
  });
});

describe("what the API serves from its disk", () => {
  it("runs nothing, is not guessed at, and may be kept by everybody or nobody", async () => {
    await using at = await stage("disk");
    const { fileId } = await at.upload(await png());
    const closed = await fetch(await at.link(fileId));
    expect(closed.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
    expect(closed.headers.get("x-content-type-options")).toBe("nosniff");
    expect(closed.headers.get("cache-control")).toBe("private, no-store");
    const open = await at.upload(await png(), { purpose: "platform.picture" });
    const url = await at.link(open.fileId);
    const shown = await fetch(url, { headers: { range: "bytes=0-3" } });
    expect(shown.status).toBe(206);
    expect(shown.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    for (const bad of [
      "nothing",
      "..%2f..%2fetc%2fpasswd",
      open.fileId.replace(/.$/, (last) => (last === "0" ? "1" : "0")),
    ]) {
      const missing = await fetch(`${new URL(url).origin}/files/${bad}`);
      expect([403, 404]).toContain(missing.status);
    }
  });
});
