import { randomUUID } from "node:crypto";
import { auditRows, auditSeals, type Db, transaction } from "@mainstay/db";
import { testDatabase, type TestDatabase } from "@mainstay/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JobCtx } from "../../job-context.ts";
import type { Logger } from "../../ports.ts";
import { addRow, beginSeal, headOf, readSealable } from "./audit-chain.ts";
import { sealAudit, sealBatch } from "./seal-audit.ts";
import { verifyAudit } from "./verify-audit.ts";

const silent: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  child: () => silent,
};
const row = (n: number): typeof auditRows.$inferInsert => ({
  at: new Date(1_760_000_000_000 + n),
  actor: "account:1",
  action: "test.write",
  target: n % 2 ? `thing:${n}` : null,
  changes: { n, text: `”${n}\n`, nested: { b: 1, a: [null, 1.5] } },
  outcome: "done",
  ip: n % 3 ? "203.0.113.7" : null,
  requestId: randomUUID(),
});
const add = (db: Db, count: number) =>
  db.insert(auditRows).values(Array.from({ length: count }, (_, n) => row(n)));

const ctxOf = (db: Db, log: Logger = silent): JobCtx =>
  ({
    db,
    log,
    clock: { now: () => new Date() },
    signal: new AbortController().signal,
  }) as Partial<JobCtx> as JobCtx;

/** Seals of 4, 3 and 3 rows: positions 1 to 4, 5 to 7, 8 to 10. */
async function sealedDatabase(): Promise<TestDatabase> {
  const database = await testDatabase();
  for (const count of [4, 3, 3]) {
    await add(database.db, count);
    await sealAudit(ctxOf(database.db));
  }
  return database;
}

/** What only somebody with the owner's rights can do. */
async function tamper(database: TestDatabase, statement: string): Promise<void> {
  for (const table of ["audit_rows", "audit_seals"]) {
    await database.admin(`alter table ${table} disable trigger all`);
  }
  expect(await database.admin(statement)).toBeGreaterThan(0);
}

const headHash = async (db: Db): Promise<string | undefined> => {
  const verdict = await verifyAudit(db);
  return verdict.unchanged ? verdict.head?.hash : undefined;
};

describe("the audit's seals", () => {
  it("prove that nothing was changed, and count what is not sealed yet", async () => {
    await using database = await sealedDatabase();
    const { db } = database;
    await add(db, 2);
    expect(await verifyAudit(db)).toEqual({
      unchanged: true,
      rows: 10,
      seals: 3,
      head: { position: 10, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      unsealed: 2,
    });
  });

  it("are told to the log, so that it holds a hash that nobody here can change", async () => {
    await using database = await testDatabase();
    const { db } = database;
    await add(db, 1_200);
    const told: object[] = [];
    const log: Logger = { ...silent, info: (fields) => void told.push(fields) };
    await sealAudit(ctxOf(db, log));
    const seals = await db.select().from(auditSeals).orderBy(auditSeals.lastPosition);
    expect(seals.map((seal) => seal.rows)).toEqual([1_000, 200]);
    expect(told).toEqual([{ position: 1_200, hash: seals[1]?.hash.toString("hex") }]);
    await sealAudit(ctxOf(db, log));
    expect(told).toHaveLength(1);
  });

  it("say of an empty audit that there is nothing to change", async () => {
    await using database = await testDatabase();
    await sealAudit(ctxOf(database.db));
    expect(await verifyAudit(database.db)).toEqual({
      unchanged: true,
      rows: 0,
      seals: 0,
      head: null,
      unsealed: 0,
    });
  });

  it.each([
    ["a changed row", "update audit_rows set outcome = 'test.refused' where position = 6", 5, 7],
    [
      "a change within what changed",
      "update audit_rows set changes = jsonb_set(changes, '{n}', '0.00000000000000000001') where position = 5",
      5,
      7,
    ],
    [
      "another time",
      "update audit_rows set at = at + interval '1 millisecond' where position = 1",
      1,
      4,
    ],
    ["a taken address", "update audit_rows set ip = null where position = 9", 8, 10],
    ["a deleted row", "delete from audit_rows where position = 4", 1, 4],
    ["the deleted rows of a seal", "delete from audit_rows where position > 7", 8, 10],
    [
      "two swapped rows",
      "with pair as (select position, id, request_id from audit_rows where position in (2, 3)) update audit_rows r set request_id = b.request_id from pair b where r.position in (2, 3) and b.position = 5 - r.position",
      1,
      4,
    ],
    [
      "an inserted row before all",
      "insert into audit_rows select gen_random_uuid(), at, actor, real_actor, action, target, changes, outcome, ip, request_id, 0 from audit_rows where position = 1",
      1,
      4,
    ],
    [
      "a seal with another hash",
      "update audit_seals set hash = sha256('forged') where last_position = 7",
      5,
      7,
    ],
    [
      "a seal with another time",
      "update audit_seals set at = at - interval '1 day' where last_position = 7",
      5,
      7,
    ],
    ["a deleted seal", "delete from audit_seals where last_position = 4", 1, 7],
  ])("find %s, and name its positions", async (_name, statement, first, last) => {
    await using database = await sealedDatabase();
    await tamper(database, statement);
    expect(await verifyAudit(database.db)).toMatchObject({
      unchanged: false,
      range: { first, last },
    });
  });

  it("find two rows whose positions were exchanged", async () => {
    await using database = await sealedDatabase();
    await tamper(database, "update audit_rows set position = -2 where position = 2");
    await database.admin("update audit_rows set position = 2 where position = 3");
    await database.admin("update audit_rows set position = 3 where position = -2");
    expect(await verifyAudit(database.db)).toMatchObject({ range: { first: 1, last: 4 } });
  });

  it("find a row that was pushed in between others", async () => {
    await using database = await sealedDatabase();
    await tamper(database, "update audit_rows set position = position + 1000 where position >= 6");
    await database.admin("update audit_rows set position = position - 999 where position >= 1000");
    await database.admin(
      "insert into audit_rows select gen_random_uuid(), at, actor, real_actor, action, target, changes, outcome, ip, request_id, 6 from audit_rows where position = 1",
    );
    expect(await verifyAudit(database.db)).toMatchObject({ range: { first: 5, last: 7 } });
  });

  it("find a row that was deleted after it got its position, and before its seal", async () => {
    await using database = await sealedDatabase();
    await add(database.db, 3);
    await database.admin("select stamp_feed('audit_rows', 'audit_rows'::regclass)");
    await tamper(database, "delete from audit_rows where position = 12");
    expect(await verifyAudit(database.db)).toMatchObject({ range: { first: 11, last: 13 } });
    await sealAudit(ctxOf(database.db));
    expect(await verifyAudit(database.db)).toMatchObject({ range: { first: 11, last: 13 } });
  });

  it("find a row that was rewritten together with its seal, at the next seal", async () => {
    await using database = await sealedDatabase();
    const { db } = database;
    await tamper(database, "update audit_rows set actor = 'account:2' where position = 6");
    const seals = await db.select().from(auditSeals).orderBy(auditSeals.lastPosition);
    const rows = await readSealable(db, 4, 7);
    const forged = seals[1] && rows.reduce(addRow, beginSeal(seals[1])).digest("hex");
    await tamper(database, `update audit_seals set hash = '\\x${forged}' where last_position = 7`);
    expect(await verifyAudit(db)).toEqual({
      unchanged: false,
      range: { first: 8, last: 10 },
      problem: "the seal does not follow the one before it",
    });
  });

  it("that are made anew with their rows are found by a hash that was kept elsewhere", async () => {
    await using database = await sealedDatabase();
    const { db } = database;
    const kept = (await headHash(db)) ?? "";
    const [oldest] = await db.select().from(auditSeals).orderBy(auditSeals.lastPosition);
    expect(await verifyAudit(db, kept)).toMatchObject({ unchanged: true });
    await tamper(database, "update audit_rows set actor = 'account:2' where position = 6");
    await database.admin("delete from audit_seals where last_position > 4");
    await sealAudit(ctxOf(db));
    expect(await verifyAudit(db)).toMatchObject({ unchanged: true });
    expect(await verifyAudit(db, kept)).toMatchObject({ unchanged: false, range: null });
    // What was sealed before is still what it was.
    expect(oldest && (await verifyAudit(db, headOf(oldest).hash))).toMatchObject({
      unchanged: true,
    });
  });

  it("of many processes at once are one chain that covers each position once", async () => {
    await using database = await testDatabase();
    const { db } = database;
    let writing = true;
    const sealers = Array.from({ length: 6 }, async () => {
      while (writing) await sealBatch(db, new Date());
    });
    const writers = Array.from({ length: 6 }, async (_, writer) => {
      for (let n = 0; n < 20; n += 1) await add(db, 1 + ((writer + n) % 5));
    });
    await Promise.all(writers);
    writing = false;
    await Promise.all(sealers);
    await sealAudit(ctxOf(db));
    const rows = await db.$count(auditRows);
    expect(await verifyAudit(db)).toMatchObject({ unchanged: true, rows, unsealed: 0 });
    const seals = await db.select().from(auditSeals).orderBy(auditSeals.lastPosition);
    expect(seals.length).toBeGreaterThan(1);
  });

  it("take in what a slow transaction commits late", async () => {
    await using database = await testDatabase();
    const { db } = database;
    const slow = Promise.withResolvers<void>();
    const began = Promise.withResolvers<void>();
    const late = transaction(db, async (tx) => {
      await tx.insert(auditRows).values({ ...row(1), requestId: "slow" });
      began.resolve();
      await slow.promise;
    });
    await began.promise;
    await add(db, 2);
    await sealAudit(ctxOf(db));
    expect(await verifyAudit(db)).toMatchObject({ unchanged: true, rows: 2, unsealed: 0 });
    slow.resolve();
    await late;
    expect(await verifyAudit(db)).toMatchObject({ unchanged: true, rows: 2, unsealed: 1 });
    await sealAudit(ctxOf(db));
    expect(await verifyAudit(db)).toMatchObject({ unchanged: true, rows: 3, unsealed: 0 });
  });

  it("cover each position exactly once, however writing and sealing alternate", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.integer({ min: 1, max: 30 }), fc.constant("seal" as const)), {
          minLength: 1,
          maxLength: 12,
        }),
        async (steps) => {
          await using database = await testDatabase();
          const { db } = database;
          for (const step of steps) {
            await (step === "seal" ? sealBatch(db, new Date()) : add(db, step));
          }
          await sealAudit(ctxOf(db));
          const seals = await db.select().from(auditSeals).orderBy(auditSeals.lastPosition);
          let at = 0;
          for (const { rows, lastPosition } of seals) {
            expect(lastPosition).toBe(at + rows);
            at = lastPosition;
          }
          expect(at).toBe(await db.$count(auditRows));
          expect(await verifyAudit(db)).toMatchObject({ unchanged: true, rows: at });
        },
      ),
      { numRuns: 15 },
    );
  });
});
