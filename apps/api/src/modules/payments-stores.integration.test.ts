import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { auditRows, files } from "@mainstay/db";
import {
  adminPerson,
  call,
  merchantPerson,
  supportPerson,
  type TestApi,
  testApi,
  type TestDatabase,
  testDatabase,
  testEnv,
  testMerchant,
  testStore,
  testTeam,
  testTrader,
} from "@mainstay/testing";
import { eq } from "drizzle-orm";
import sharp from "sharp";
import { describe, expect, it } from "vitest";

interface View {
  readonly id: string;
  readonly look: {
    readonly logoFileId: string | null;
    readonly logo: { readonly url: string } | null;
  };
}
interface Listed {
  readonly items: readonly View[];
  readonly nextCursor: string | null;
}
const ask = (api: TestApi, name: string, input: object, as: string) =>
  call(api.url, `payments.stores.${name}`, input, { as, by: "query" });
const change = (api: TestApi, name: string, input: object, as: string) =>
  call(api.url, `payments.stores.${name}`, input, { as, key: randomUUID() });
const viewOf = ({ data }: { data: unknown }): View => data as View;
const idsOf = ({ data }: { data: unknown }): string[] => (data as Listed).items.map(({ id }) => id);
const look = { title: "Shop" };

async function stage() {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const api = stack.use(await testApi(database));
  return staged(stack, database, api);
}

/** The address of the API is known only once it listens, and the file store writes it into its links. */
async function stageWithFiles() {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const folder = mkdtempSync(path.join(tmpdir(), "mainstay-logos-"));
  stack.defer(() => rmSync(folder, { recursive: true, force: true }));
  const probe = await testApi(database);
  const { port } = new URL(probe.url);
  await probe.close();
  const env = testEnv(database, { FILES_DIR: folder, PUBLIC_URL: `http://127.0.0.1:${port}` });
  const api = stack.use(await testApi(database, { env, port: Number(port) }));
  return staged(stack, database, api);
}

async function staged(stack: AsyncDisposableStack, database: TestDatabase, api: TestApi) {
  const { id: merchantId } = await testMerchant(database.db);
  const as = await merchantPerson(api, merchantId);
  const dispose = () => stack.disposeAsync();
  return { database, api, merchantId, as, [Symbol.asyncDispose]: dispose };
}

const picture = (side: number) =>
  sharp({ create: { width: side, height: side, channels: 3, background: "#3a7" } })
    .png()
    .toBuffer();

/** A file that was uploaded and looked at. */
async function uploaded(
  api: TestApi,
  as: string,
  { purpose = "payments.store_logo", complete = true, side = 40 } = {},
): Promise<string> {
  const bytes = await picture(side);
  const announced = { purpose, name: "logo.png", type: "image/png", bytes: bytes.length };
  const { data } = await call(api.url, "platform.files.createUpload", announced, { as });
  const { fileId, upload } = data as {
    fileId: string;
    upload: { url: string; headers: Record<string, string> };
  };
  const body = new Uint8Array(bytes);
  await fetch(upload.url, { method: "PUT", headers: upload.headers, body });
  if (complete) await call(api.url, "platform.files.complete", { fileId }, { as });
  return fileId;
}

describe("a store", () => {
  it("is made and changed by its merchant's people and administrators, and the audit says from what to what", async () => {
    await using at = await stage();
    const { merchantId, as } = at;
    const made = await change(at.api, "create", { merchantId, name: "Main", look }, as);
    expect(made.data).toEqual({
      id: expect.any(String),
      merchantId,
      name: "Main",
      state: "active",
      look: { title: "Shop", logoFileId: null, logo: null, successUrl: null, failureUrl: null },
      sumShiftMost: 99,
      lateMinutes: 1_440,
      createdAt: expect.any(String),
    });
    const storeId = viewOf(made).id;
    const wanted = {
      name: "Second",
      state: "paused",
      look: {
        title: "Market",
        logoFileId: null,
        successUrl: "https://shop.example/thanks?a=b#c",
        failureUrl: "http://localhost:3000/again",
      },
      sumShiftMost: 0,
      lateMinutes: 10_080,
    };
    const changed = await change(at.api, "update", { storeId, ...wanted }, as);
    expect(changed.data).toMatchObject({ id: storeId, merchantId, ...wanted });
    const admin = await adminPerson(at.api);
    const back = await change(at.api, "update", { storeId, state: "active" }, admin);
    expect(back.data).toMatchObject({ ...wanted, state: "active" });
    const untouched = await change(at.api, "update", { storeId }, as);
    expect(untouched.data).toEqual(back.data);
    expect((await ask(at.api, "get", { storeId }, as)).data).toEqual(back.data);
    const rows = await at.database.db.select().from(auditRows).orderBy(auditRows.id);
    expect(rows).toMatchObject([
      { target: `store:${storeId}`, changes: { merchantId, name: "Main" } },
      {
        target: `store:${storeId}`,
        changes: { from: { name: "Main", lateMinutes: 1_440 }, to: wanted },
      },
      { changes: { from: { state: "paused" }, to: { state: "active" } } },
      { changes: { from: { state: "active" }, to: { state: "active" } } },
    ]);
  });

  it("of another merchant is as good as none, whoever asks, reads or writes", async () => {
    await using at = await stage();
    const { as, merchantId } = at;
    const { id: own } = await testStore(at.database.db, { merchantId });
    const other = await testStore(at.database.db);
    for (const storeId of [other.id, randomUUID()]) {
      for (const told of [
        await ask(at.api, "get", { storeId }, as),
        await change(at.api, "update", { storeId, name: "Mine" }, as),
      ]) {
        expect(told.error).toMatchObject({
          reason: "payments.store_unknown",
          kind: "not_found",
          details: { storeId },
        });
      }
    }
    for (const foreign of [other.merchantId, randomUUID()]) {
      const input = { merchantId: foreign, name: "Mine", look };
      for (const told of [
        await change(at.api, "create", input, as),
        await ask(at.api, "list", { merchantId: foreign }, as),
      ]) {
        expect(told.error).toMatchObject({
          reason: "payments.merchant_unknown",
          details: { merchantId: foreign },
        });
      }
    }
    expect(idsOf(await ask(at.api, "list", {}, as))).toEqual([own]);
    expect(idsOf(await ask(at.api, "list", { merchantId }, as))).toEqual([own]);
  });

  it("is seen by support, and not changed", async () => {
    await using at = await stage();
    const support = await supportPerson(at.api);
    const { merchantId } = at;
    const { id: storeId } = await testStore(at.database.db, { merchantId });
    const other = await testStore(at.database.db, { state: "paused" });
    expect((await ask(at.api, "get", { storeId }, support)).data).toMatchObject({ id: storeId });
    expect(idsOf(await ask(at.api, "list", {}, support))).toEqual([other.id, storeId]);
    expect(idsOf(await ask(at.api, "list", { state: "paused" }, support))).toEqual([other.id]);
    expect(idsOf(await ask(at.api, "list", { merchantId }, support))).toEqual([storeId]);
    const unknown = await ask(at.api, "list", { merchantId: randomUUID() }, support);
    expect(unknown.error?.reason).toBe("payments.merchant_unknown");
    for (const [name, input] of [
      ["create", { merchantId, name: "Ours", look }],
      ["update", { storeId, name: "Ours" }],
    ] as const) {
      const { error } = await change(at.api, name, input, support);
      expect(error?.reason).toBe("request.forbidden");
    }
  });

  it("is for the merchant's API keys what their permissions say", async () => {
    await using at = await stage();
    const { merchantId } = at;
    const { id: storeId } = await testStore(at.database.db, { merchantId });
    const other = await testStore(at.database.db);
    const keyFor = async (name: string) => {
      const scope = { kind: "merchant", id: merchantId };
      const input = { scope, name, permissions: [`payments.stores.${name}`] };
      const made = await call(at.api.url, "identity.apiKeys.create", input, { as: at.as });
      return (made.data as { key: string }).key;
    };
    const [reads, manages] = [await keyFor("read"), await keyFor("manage")];
    expect(idsOf(await ask(at.api, "list", {}, reads))).toEqual([storeId]);
    const renamed = await change(at.api, "update", { storeId, name: "Renamed" }, manages);
    expect(renamed.data).toMatchObject({ name: "Renamed" });
    const foreign = await change(at.api, "update", { storeId: other.id, name: "Mine" }, manages);
    expect(foreign.error?.reason).toBe("payments.store_unknown");
    for (const told of [
      await change(at.api, "update", { storeId, name: "Again" }, reads),
      await ask(at.api, "list", {}, manages),
    ]) {
      expect(told.error?.reason).toBe("request.forbidden");
    }
  });

  it("is listed in pages, newest first", async () => {
    await using at = await stage();
    const { merchantId, as } = at;
    const made: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      made.unshift((await testStore(at.database.db, { merchantId, terms: null })).id);
      await testStore(at.database.db, { terms: null });
    }
    const seen: string[] = [];
    for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
      const told = await ask(at.api, "list", { limit: 2, cursor }, as);
      seen.push(...idsOf(told));
      cursor = (told.data as Listed).nextCursor;
    }
    expect(seen).toEqual(made);
  });

  it.each([
    ["no name", { name: " " }],
    ["a name with what nobody sees", { name: "Sh\u200Bop" }],
    ["a title with what turns text around", { look: { title: "Shop\u202E" } }],
    ["a page that others could read", { look: { ...look, successUrl: "http://shop.example" } }],
    ["a page of another kind", { look: { ...look, failureUrl: "javascript:alert(1)" } }],
    [
      "a page that only looks local",
      { look: { ...look, successUrl: "http://localhost.evil.example" } },
    ],
    [
      "a page with a name and password",
      { look: { ...look, successUrl: "https://a:b@shop.example" } },
    ],
    ["a page with a line break", { look: { ...look, successUrl: "https://shop.example/\n" } }],
    ["half an address", { look: { ...look, successUrl: "https://" } }],
    [
      "too long an address",
      { look: { ...look, successUrl: `https://a.example/${"x".repeat(2_000)}` } },
    ],
    ["too large a shift", { sumShiftMost: 100 }],
    ["a negative shift", { sumShiftMost: -1 }],
    ["too long a time for late money", { lateMinutes: 10_081 }],
    ["a negative time for late money", { lateMinutes: -1 }],
  ])("is refused with %s", async (_name, wrong) => {
    await using at = await stage();
    const { merchantId, as } = at;
    const { id: storeId } = await testStore(at.database.db, { merchantId });
    for (const [name, input] of [
      ["create", { merchantId, name: "Main", look, ...wrong }],
      ["update", { storeId, ...wrong }],
    ] as const) {
      expect((await change(at.api, name, input, as)).error?.reason).toBe("request.invalid");
    }
  });

  it("keeps both changes where two are made at once", async () => {
    await using at = await stage();
    const { merchantId, as } = at;
    for (let round = 0; round < 6; round += 1) {
      const { id: storeId } = await testStore(at.database.db, { merchantId });
      await Promise.all([
        change(at.api, "update", { storeId, name: "Renamed" }, as),
        change(at.api, "update", { storeId, lateMinutes: 5 }, as),
        change(at.api, "update", { storeId, state: "paused" }, as),
      ]);
      const { data } = await ask(at.api, "get", { storeId }, as);
      expect(data).toMatchObject({ name: "Renamed", lateMinutes: 5, state: "paused" });
    }
  });
});

describe("a store's logo", () => {
  it("is shown to everybody who sees the store, drawn small, until another takes its place", async () => {
    await using at = await stageWithFiles();
    const { merchantId, as } = at;
    const first = await uploaded(at.api, as, { side: 700 });
    const input = { merchantId, name: "Main", look: { ...look, logoFileId: first } };
    const made = viewOf(await change(at.api, "create", input, as));
    expect(made.look.logoFileId).toBe(first);
    const storeId = made.id;
    const colleague = await merchantPerson(at.api, merchantId);
    const seen = viewOf(await ask(at.api, "get", { storeId }, colleague));
    const shown = await fetch(seen.look.logo?.url ?? "");
    const { width, format } = await sharp(await shown.arrayBuffer()).metadata();
    expect({ width, format }).toEqual({ width: 512, format: "webp" });
    const listed = await ask(at.api, "list", {}, colleague);
    expect((listed.data as Listed).items[0]?.look.logo?.url).toBe(seen.look.logo?.url);

    // Whoever changes something else lets it be, also a colleague who did not upload it.
    const kept = { storeId, look: { title: "Market", logoFileId: first } };
    expect(viewOf(await change(at.api, "update", kept, colleague)).look.logo).toEqual(
      seen.look.logo,
    );

    const second = await uploaded(at.api, colleague);
    const replaced = { storeId, look: { ...look, logoFileId: second } };
    expect(viewOf(await change(at.api, "update", replaced, colleague)).look.logoFileId).toBe(
      second,
    );
    const attachedTo = async (id: string) =>
      (await at.database.db.select().from(files).where(eq(files.id, id)))[0];
    expect(await attachedTo(first)).toMatchObject({
      attachedTo: null,
      expiresAt: expect.any(Date),
    });
    expect(await attachedTo(second)).toMatchObject({
      attachedTo: `store:${storeId}`,
      expiresAt: null,
    });
    const gone = viewOf(await change(at.api, "update", { storeId, look }, as));
    expect(gone.look).toMatchObject({ logoFileId: null, logo: null });
    expect(await attachedTo(second)).toMatchObject({ attachedTo: null });
  });

  it("is a file of one's own, complete, for that, and of no other store", async () => {
    await using at = await stageWithFiles();
    const { merchantId, as } = at;
    const stranger = await merchantPerson(at.api, (await testMerchant(at.database.db)).id);
    const taken = await uploaded(at.api, as);
    const input = { merchantId, name: "Main", look: { ...look, logoFileId: taken } };
    expect((await change(at.api, "create", input, as)).error).toBeNull();
    const { id: storeId } = await testStore(at.database.db, { merchantId });
    const wrong = [
      [randomUUID(), "platform.file_missing"],
      [await uploaded(at.api, stranger), "platform.file_missing"],
      [await uploaded(at.api, as, { complete: false }), "platform.file_not_ready"],
      [await uploaded(at.api, as, { purpose: "platform.picture" }), "platform.file_unfit"],
      [taken, "platform.file_attached"],
    ] as const;
    for (const [logoFileId, reason] of wrong) {
      const asked = { name: "Other", look: { ...look, logoFileId } };
      const created = await change(at.api, "create", { merchantId, ...asked }, as);
      const updated = await change(at.api, "update", { storeId, ...asked }, as);
      expect([created.error?.reason, updated.error?.reason]).toEqual([reason, reason]);
    }
    const { data } = await ask(at.api, "get", { storeId }, as);
    expect(data).toMatchObject({ name: "Main store", look: { logoFileId: null } });
    expect(idsOf(await ask(at.api, "list", {}, as))).toHaveLength(2);
  });

  it("is refused with more than a megabyte, or as a PDF", async () => {
    await using at = await stageWithFiles();
    const { as } = at;
    for (const [file, reason] of [
      [{ type: "image/png", bytes: 1_000_001 }, "platform.file_too_large"],
      [{ type: "application/pdf", bytes: 1_000 }, "platform.file_type_refused"],
    ] as const) {
      const announced = { purpose: "payments.store_logo", name: "logo", ...file };
      const { error } = await call(at.api.url, "platform.files.createUpload", announced, { as });
      expect(error?.reason).toBe(reason);
    }
  });
});

describe("a paused store", () => {
  it("is resumed only where its fees still pay for those who serve it; only insiders hear for whom not", async () => {
    await using at = await stage();
    const { merchantId, as } = at;
    const { id: storeId } = await testStore(at.database.db, {
      merchantId,
      state: "paused",
      terms: { feeMillionths: 24_999 },
    });
    const team = await testTeam(at.database.db, { commissionIn: 5_000, commissionOut: 5_000 });
    const trader = await testTrader(at.database.db, { teamId: team.id, feeIn: 20_000, feeOut: 0 });
    const input = { storeId, state: "active" };
    const admin = await adminPerson(at.api);
    const [told, toldAdmin] = [
      await change(at.api, "update", input, as),
      await change(at.api, "update", input, admin),
    ];
    expect(told.error).toMatchObject({
      reason: "payments.store_fees_unfit",
      details: { storeId },
    });
    expect(JSON.stringify(told.error)).not.toContain(trader.id);
    expect(toldAdmin.error).toMatchObject({
      reason: "payments.fee_parts_exceed",
      details: { storeId, traderId: trader.id, direction: "pay_in", parts: "2.5", fee: "2.4999" },
    });
    expect((await ask(at.api, "get", { storeId }, as)).data).toMatchObject({ state: "paused" });
    // As long as it stays paused, everything else of it changes.
    const renamed = await change(at.api, "update", { storeId, name: "Later" }, as);
    expect(renamed.data).toMatchObject({ name: "Later", state: "paused" });
  });
});
