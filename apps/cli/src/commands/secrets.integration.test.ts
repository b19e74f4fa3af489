import { reseal, sealedColumns, type Sealer } from "@mainstay/core";
import {
  auditRows,
  deliveries,
  idempotencyAnswers,
  outbox,
  pushSubscriptions,
  requisites,
  settings,
  signingKeys,
  totpFactors,
  transaction,
  webhookEndpoints,
} from "@mainstay/db";
import { createSealer } from "@mainstay/runtime";
import {
  runCli,
  testAccount,
  testDatabase,
  type TestDatabase,
  testRequisite,
  testStore,
} from "@mainstay/testing";
import { describe, expect, it } from "vitest";

const key = (fill: number): Buffer => Buffer.alloc(32, fill);
const written = (id: string, fill: number): string => `${id}:${key(fill).toString("base64")}`;
const appSecret = "a secret of this test, long enough";
const sealerOf = (...keys: { id: string; key: Buffer }[]): Sealer =>
  createSealer({ keys, appSecret });
const older = { id: "older", key: key(1) };
const newer = { id: "newer", key: key(2) };

const reencrypt = (database: TestDatabase, keys: string) =>
  runCli(["secrets", "reencrypt"], { on: database, env: { ENCRYPTION_KEYS: keys } });

/** One sealed text in each place that holds them, besides some that are not sealed. */
async function filled() {
  const database = await testDatabase();
  const { db } = database;
  const sealer = sealerOf(older);
  const now = new Date();
  const account = await testAccount({ db, clock: { now: () => now } }, {});
  await db.insert(totpFactors).values({
    accountId: account.id,
    sealedSecret: sealer.seal("totp", "JBSWY3DP"),
    lastStep: 0,
    createdAt: now,
  });
  await db.insert(signingKeys).values({
    kid: "k",
    publicJwk: "{}",
    sealedPrivateJwk: sealer.seal("signing-key", "jwk"),
    createdAt: now,
    signsFrom: now,
  });
  await db.insert(pushSubscriptions).values({
    accountId: account.id,
    endpointHash: Buffer.alloc(1),
    sealed: sealer.seal("push-subscription", "browser"),
    name: "Browser",
    createdAt: now,
  });
  const delivery = {
    channel: "email",
    template: "t",
    kind: "news",
    locale: "en",
    timeZone: "UTC",
    addressHash: Buffer.alloc(1),
    createdAt: now,
  } as const;
  await db.insert(deliveries).values([
    { ...delivery, state: "waiting", sealed: sealer.seal("delivery", "mail") },
    { ...delivery, state: "sent", sealed: null },
  ]);
  await testRequisite({ db, sealer }, { number: "4111111111111111" });
  const store = await testStore(db);
  await db.insert(webhookEndpoints).values({
    merchantId: store.merchantId,
    storeId: store.id,
    url: "https://shop.example/",
    types: [],
    state: "active",
    secretSealed: sealer.seal("webhook_endpoints.secret", "whsec_new"),
    previousSealed: sealer.seal("webhook_endpoints.secret", "whsec_old"),
    previousUntil: now,
    failures: 0,
    createdAt: now,
  });
  const stored = { changedAt: now, changedBy: "test" };
  await db.insert(settings).values([
    { key: "test.secret", value: { sealed: sealer.seal("setting:test.secret", '"s"') }, ...stored },
    { key: "test.open", value: { sealed: "not a sealed text" }, ...stored },
    { key: "test.number", value: 7, ...stored },
  ]);
  const answer = { owner: "o", procedure: "p", inputHmac: Buffer.alloc(1), at: now } as const;
  await db.insert(idempotencyAnswers).values([
    ...Array.from({ length: 450 }, (_, n) => ({
      ...answer,
      key: `key-${n}`,
      outcome: "done" as const,
      answer: { sealed: sealer.seal("idempotency", `"answer ${n}"`) },
    })),
    { ...answer, key: "plain", outcome: "done", answer: ["not", "sealed"] },
  ]);
  return { database, db, sealer, now };
}

describe("secrets reencrypt", () => {
  it("seals all that is kept anew, so that the older key can go; again it has nothing to do", async () => {
    const { database, db } = await filled();
    await using _ = database;
    const both = `${written("newer", 2)},${written("older", 1)}`;
    const first = await reencrypt(database, both);
    expect(first).toMatchObject({ code: 0, err: "" });
    expect(first.out).toMatch(/settings\.value +1 sealed anew/);
    expect(first.out).toMatch(/idempotency_answers\.answer +450 sealed anew/);
    expect(first.out).toMatch(/totp_factors\.sealed_secret +1 sealed anew/);
    expect(first.out).toMatch(/signing_keys\.sealed_private_jwk +1 sealed anew/);
    expect(first.out).toMatch(/push_subscriptions\.sealed +1 sealed anew/);
    expect(first.out).toMatch(/deliveries\.sealed +1 sealed anew/);
    expect(first.out).toMatch(/requisites\.number_sealed +1 sealed anew/);
    expect(first.out).toMatch(/webhook_endpoints\.secret_sealed +1 sealed anew/);
    expect(first.out).toMatch(/webhook_endpoints\.previous_sealed +1 sealed anew/);
    expect(first.out).toContain("older ones can be removed");

    const now = sealerOf(newer);
    const [factor] = await db.select().from(totpFactors);
    expect(now.open("totp", factor?.sealedSecret ?? "")).toBe("JBSWY3DP");
    const [signing] = await db.select().from(signingKeys);
    expect(now.open("signing-key", signing?.sealedPrivateJwk ?? "")).toBe("jwk");
    const [browser] = await db.select().from(pushSubscriptions);
    expect(now.open("push-subscription", browser?.sealed ?? "")).toBe("browser");
    const [requisite] = await db.select().from(requisites);
    expect(now.open("requisites.number", requisite?.numberSealed ?? "")).toBe("4111111111111111");
    const [endpoint] = await db.select().from(webhookEndpoints);
    const opened = [endpoint?.secretSealed, endpoint?.previousSealed].map((text) =>
      now.open("webhook_endpoints.secret", text ?? ""),
    );
    expect(opened).toEqual(["whsec_new", "whsec_old"]);
    const sealed = (await db.select().from(deliveries)).map((row) => row.sealed);
    expect(sealed).toContain(null);
    const [mail] = sealed.filter((text) => text !== null);
    expect(now.open("delivery", mail ?? "")).toBe("mail");
    const kept = new Map((await db.select().from(settings)).map((row) => [row.key, row.value]));
    const secret = kept.get("test.secret") as { sealed: string };
    expect(now.open("setting:test.secret", secret.sealed)).toBe('"s"');
    expect(kept.get("test.open")).toEqual({ sealed: "not a sealed text" });
    expect(kept.get("test.number")).toBe(7);
    const answers = new Map(
      (await db.select().from(idempotencyAnswers)).map((row) => [row.key, row.answer]),
    );
    expect(answers.get("plain")).toEqual(["not", "sealed"]);
    for (let n = 0; n < 450; n += 1) {
      const text = (answers.get(`key-${n}`) as { sealed: string }).sealed;
      expect(now.open("idempotency", text)).toBe(`"answer ${n}"`);
    }
    expect((await db.select().from(auditRows))[0]).toMatchObject({
      actor: "system:cli",
      action: "platform.secrets.reencrypt",
      target: "encryption_key:newer",
    });

    const again = await reencrypt(database, written("newer", 2));
    expect(again).toMatchObject({ code: 0, err: "" });
    expect(again.out).not.toMatch(/[1-9]\d* sealed anew/);
  });

  it("leaves what no key opens, names it, and goes on with the rest", async () => {
    const { database, db, now } = await filled();
    await using _ = database;
    const lost = sealerOf({ id: "lost", key: key(3) });
    await db.insert(signingKeys).values({
      kid: "a-lost-one",
      publicJwk: "{}",
      sealedPrivateJwk: lost.seal("signing-key", "jwk"),
      createdAt: now,
      signsFrom: now,
    });
    const both = `${written("newer", 2)},${written("older", 1)}`;
    const { code, out } = await reencrypt(database, both);
    expect(code).toBe(1);
    expect(out).toContain("signing_keys.sealed_private_jwk of a-lost-one");
    expect(out).toContain("1 in signing_keys.sealed_private_jwk with the key lost");
    expect(out).toMatch(/signing_keys\.sealed_private_jwk +1 sealed anew/);
  });

  it("says which promised jobs still hold the older key", async () => {
    const { database, db, sealer, now } = await filled();
    await using _ = database;
    const promise = { job: "test.promise", queue: "test", runAt: now, createdAt: now };
    await db.insert(outbox).values([
      { ...promise, payload: { sealed: sealer.seal("mail", "{}"), locale: "en" } },
      { ...promise, payload: { sealed: sealer.seal("mail", "{}") }, state: "done" },
    ]);
    const both = `${written("newer", 2)},${written("older", 1)}`;
    const { code, out } = await reencrypt(database, both);
    expect(code).toBe(1);
    expect(out).toContain("1 in outbox.payload with the key older");
  });

  it("overwrites nothing that somebody changes at the same time", async () => {
    const { database, db, sealer } = await filled();
    await using _ = database;
    const both = sealerOf(newer, older);
    const factors = sealedColumns.find(({ name }) => name === "totp_factors.sealed_secret");
    if (!factors) throw new Error("factors are not among what is sealed");
    const fromOther = sealer.seal("totp", "CHANGED");
    // The other one has the row, and commits only after it was read here.
    const [held, busy] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const changed = transaction(db, async (tx) => {
      await tx.update(totpFactors).set({ sealedSecret: fromOther });
      held.resolve();
      await busy.promise;
    });
    await held.promise;
    const running = reseal(db, both, factors);
    const waiting = async (): Promise<number> => {
      const { rows } = await database.db.$client.query(
        "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
      );
      return rows.length;
    };
    await expect
      .poll(waiting, { timeout: 10_000 })
      .toBe(1)
      .finally(() => busy.resolve());
    await changed;
    expect(await running).toEqual({ resealed: 0, unopened: [] });
    expect((await db.select().from(totpFactors))[0]?.sealedSecret).toBe(fromOther);
    expect(await reseal(db, both, factors)).toEqual({ resealed: 1, unopened: [] });
  });
});
