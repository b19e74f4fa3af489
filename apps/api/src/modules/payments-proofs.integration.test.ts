import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { payInStates, type Proof, proofsMost } from "@mainstay/contracts";
import { files, fraudFlags, orderProofs, payIns } from "@mainstay/db";
import {
  call,
  addTestProof,
  askToAddProof,
  leadPerson,
  merchantPerson,
  payInWorld,
  type TestApi,
  testApi,
  type TestDatabase,
  testDatabase,
  testEnv,
  testKeys,
  testProofFile,
  testStore,
  testTrader,
  traderPerson,
} from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { z } from "zod";

type View = z.output<typeof Proof>;
const taking = ["assigned", "paid_claimed", "amount_review", "disputed", "late_review"];
const pdf = (text: string) => Buffer.from(`%PDF-1.7\n% ${text}\ntrailer<<>>\n%%EOF\n`);

const list = ({ url }: TestApi, orderId: string, as: string) =>
  call(url, "payments.proofs.list", { orderId }, { as, by: "query" });
const reasonOf = async (answer: Promise<{ error: { reason: string } | null }>) =>
  (await answer).error?.reason;

describe("proofs", () => {
  it("are given by the merchant, the trader and support, and seen by them and the lead", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { id: orderId } = await world.create();
    const ids: string[] = [];
    for (const as of [world.as.merchant, world.as.trader, world.as.support, testKeys.admin]) {
      const fileId = await testProofFile(api, as);
      const proof = await addTestProof(api, { orderId, fileId, bankReference: " ab 12-3 " }, as);
      expect(proof).toMatchObject({ fileId, bankReference: "AB12-3" });
      ids.push(fileId);
    }
    const lead = await leadPerson(api, world.trader.teamId);
    const viewers = [world.as.merchant, world.as.trader, lead, world.as.support, testKeys.admin];
    for (const [index, as] of viewers.entries()) {
      const { data } = await list(api, orderId, as);
      const { items } = data as { items: (View & { link: { url: string } })[] };
      expect(items.map(({ fileId }) => fileId)).toEqual(ids);
      const shown = { name: "receipt.pdf", type: "application/pdf" };
      for (const item of items)
        expect(item).toMatchObject({ ...shown, link: { expiresAt: expect.any(String) } });
      // Who of the other side it was is nobody's business but the back office's.
      expect(items.map(({ by }) => by !== null)).toEqual(ids.map(() => index >= 3));
    }
    const fileId = await testProofFile(api, lead);
    expect(await reasonOf(askToAddProof(api, { orderId, fileId }, lead))).toBe("request.forbidden");
  });

  it("of an order that is somebody else's are refused and hidden as if there were none", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { id: orderId } = await world.create();
    const other = await testStore(database.db);
    const { id: traderId, teamId } = await testTrader(database.db);
    const merchant = await merchantPerson(api, other.merchantId);
    const trader = await traderPerson(api, traderId);
    for (const as of [merchant, trader]) {
      const fileId = await testProofFile(api, as);
      for (const asked of [orderId, randomUUID()]) {
        const { error } = await askToAddProof(api, { orderId: asked, fileId }, as);
        expect(error).toMatchObject({
          reason: "payments.pay_in_unknown",
          details: { orderId: asked },
        });
      }
    }
    for (const as of [merchant, trader, await leadPerson(api, teamId)])
      expect(await reasonOf(list(api, orderId, as))).toBe("payments.pay_in_unknown");
    expect(await reasonOf(list(api, randomUUID(), world.as.support))).toBe(
      "payments.pay_in_unknown",
    );
    expect(await reasonOf(list(api, orderId, testKeys.customer))).toBe("request.forbidden");
  });

  it("are taken while an order is not decided, and then no more", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { id: orderId } = await world.create();
    const by = world.as.merchant;
    const before = await addTestProof(
      api,
      { orderId, fileId: await testProofFile(api, by, "first") },
      by,
    );
    const outcome: Record<string, string> = {};
    for (const state of payInStates) {
      await database.db.update(payIns).set({ state }).where(eq(payIns.id, orderId));
      const fileId = await testProofFile(api, by);
      const { error } = await askToAddProof(api, { orderId, fileId }, by);
      outcome[state] = error?.message ?? "taken";
      // What was taken before is answered as before, whatever has become of the order.
      const again = await testProofFile(api, by, "first");
      expect(await addTestProof(api, { orderId, fileId: again }, by)).toEqual(before);
    }
    const expected = payInStates.map((state) => [
      state,
      taking.includes(state)
        ? "taken"
        : `The pay-in ${orderId} is ${state}; add_proof is not possible then.`,
    ]);
    expect(outcome).toEqual(Object.fromEntries(expected));
  });

  it("with the same bytes at the same order are one, also by many at once and from the other side", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { as } = world;
    for (let round = 0; round < 4; round += 1) {
      const { id: orderId } = await world.create();
      const uploads = await Promise.all(
        [as.merchant, as.merchant, as.trader, as.support].map(async (by) => ({
          by,
          fileId: await testProofFile(api, by, `same ${round}`),
        })),
      );
      const answers = await Promise.all(
        uploads.map(({ by, fileId }) => addTestProof(api, { orderId, fileId }, by)),
      );
      const kept = new Set(answers.map(({ fileId }) => fileId));
      expect(kept.size).toBe(1);
      const rows = await database.db
        .select()
        .from(files)
        .where(eq(files.attachedTo, `pay_in:${orderId}`));
      expect(rows.map(({ id }) => id)).toEqual([...kept]);
      expect(await database.db.select().from(fraudFlags)).toEqual([]);
    }
  });

  it("are files of one's own that are complete, for this, and at no other order", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { as } = world;
    const { id: orderId } = await world.create();
    const { id: otherOrder } = await world.create();
    const giving = (fileId: string, at = orderId) =>
      reasonOf(askToAddProof(api, { orderId: at, fileId }, as.merchant));
    expect(await giving(randomUUID())).toBe("platform.file_missing");
    expect(await giving(await testProofFile(api, as.trader))).toBe("platform.file_missing");
    const waiting = await testProofFile(api, as.merchant, "waiting", { ready: false });
    expect(await giving(waiting)).toBe("platform.file_not_ready");
    const document = await testProofFile(api, as.merchant, "text", {
      purpose: "platform.document",
    });
    expect(await giving(document)).toBe("platform.file_unfit");
    const fileId = await testProofFile(api, as.merchant);
    expect(await giving(fileId)).toBeUndefined();
    expect(await giving(fileId, otherOrder)).toBe("platform.file_attached");
    expect(await giving(fileId)).toBeUndefined();
    expect(await database.db.select().from(orderProofs)).toHaveLength(1);
    expect(await database.db.select().from(fraudFlags)).toEqual([]);
  });

  it("are as many as an order takes, and no more by many at once", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { as } = world;
    const { id: orderId } = await world.create();
    const uploads = await Promise.all(
      Array.from({ length: proofsMost.default + 4 }, () => testProofFile(api, as.merchant)),
    );
    const answers = await Promise.all(
      uploads.map((fileId) => reasonOf(askToAddProof(api, { orderId, fileId }, as.merchant))),
    );
    expect(answers.filter((reason) => reason === undefined)).toHaveLength(proofsMost.default);
    expect(answers.filter((reason) => reason === "payments.proofs_full")).toHaveLength(4);
  });

  it("are uploaded, and loaded by the other side's link for as long as it lasts", async () => {
    await using database = await testDatabase();
    const folder = mkdtempSync(path.join(tmpdir(), "mainstay-proofs-"));
    await using stack = new AsyncDisposableStack();
    stack.defer(() => rmSync(folder, { recursive: true, force: true }));
    const api = stack.use(await apiWithFiles(database, folder));
    const world = await payInWorld(api);
    const { as } = world;
    const { id: orderId } = await world.create();
    const bytes = pdf("paid");
    const announced = { name: "receipt.pdf", type: "application/pdf", bytes: bytes.length };
    const input = { ...announced, purpose: "payments.proof" };
    const tooLarge = { ...input, bytes: 10_000_001 };
    const begin = (what: object) =>
      call(api.url, "platform.files.createUpload", what, { as: as.merchant });
    expect((await begin(tooLarge)).error?.reason).toBe("platform.file_too_large");
    const { fileId, upload } = (await begin(input)).data as {
      fileId: string;
      upload: { url: string; headers: Record<string, string> };
    };
    await fetch(upload.url, { method: "PUT", headers: upload.headers, body: bytes });
    await call(api.url, "platform.files.complete", { fileId }, { as: as.merchant });
    await addTestProof(api, { orderId, fileId }, as.merchant);
    // The file itself stays its owner's.
    const asked = { as: as.trader, by: "query" as const };
    const direct = await call(api.url, "platform.files.link", { fileId }, asked);
    expect(direct.error?.reason).toBe("platform.file_missing");
    const { data } = await list(api, orderId, as.trader);
    const [proof] = (data as { items: { link: { url: string; expiresAt: string } }[] }).items;
    expect(Date.parse(proof?.link.expiresAt ?? "")).toBeLessThan(Date.now() + 6 * 60_000);
    const loaded = await fetch(proof?.link.url ?? "");
    expect(Buffer.from(await loaded.arrayBuffer())).toEqual(bytes);
    const kept = await call(
      api.url,
      "platform.files.remove",
      { fileId },
      { as: as.merchant, key: randomUUID() },
    );
    expect(kept.error?.reason).toBe("platform.file_attached");
  });
});

/** Links name the API's own address, which is known only once it listens. */
async function apiWithFiles(database: TestDatabase, folder: string): Promise<TestApi> {
  const probe = await testApi(database);
  const { port } = new URL(probe.url);
  await probe.close();
  const env = testEnv(database, { FILES_DIR: folder, PUBLIC_URL: `http://127.0.0.1:${port}` });
  return testApi(database, { env, port: Number(port) });
}
