import { execFile } from "node:child_process";
import path from "node:path";
import { sealBatch } from "@mainstay/core/platform/audit/seal-audit";
import { auditRows } from "@mainstay/db";
import { testDatabase, type TestDatabase } from "@mainstay/testing";
import { describe, expect, it } from "vitest";

const bin = path.join(import.meta.dirname, "../../bin/mainstay.js");

const verify = (database: TestDatabase, ...more: string[]) => run(database, "verify", ...more);

const run = (
  database: TestDatabase,
  ...args: string[]
): Promise<{ code: unknown; out: string; err: string }> =>
  new Promise((resolve) => {
    const env = { PATH: process.env["PATH"] ?? "", DATABASE_URL: database.url };
    execFile(process.execPath, [bin, "audit", ...args], { env }, (error, out, err) =>
      resolve({ code: error?.code ?? 0, out, err }),
    );
  });

async function write(database: TestDatabase, count: number): Promise<void> {
  await database.db.insert(auditRows).values(
    Array.from({ length: count }, (_, n) => ({
      at: new Date(),
      actor: "account:1",
      action: "test.write",
      changes: {},
      outcome: "done",
      requestId: String(n),
    })),
  );
}

describe("audit verify", () => {
  it("says what is sealed, and what is not yet; a hash that was kept must be in the chain", async () => {
    await using database = await testDatabase();
    expect(await verify(database)).toMatchObject({ code: 0, out: "There is no seal yet.\n" });
    await write(database, 3);
    const first = await sealBatch(database.db, new Date());
    await write(database, 2);
    const second = await sealBatch(database.db, new Date());
    await write(database, 1);
    const head = second?.hash.toString("hex") ?? "";
    const kept = first?.hash.toString("hex") ?? "";
    const told = {
      code: 0,
      out: `5 rows in 2 seals are unchanged; head 5 ${head}\n1 row is not sealed yet; the worker does it each minute.\n`,
    };
    expect(await verify(database, "--expect", kept)).toMatchObject(told);
    expect(await verify(database, "--expect", head.toUpperCase())).toMatchObject(told);
    expect(await verify(database, "--expect", "0".repeat(64))).toMatchObject({
      code: 1,
      out: expect.stringContaining("none of the 2 seals has the expected hash 000"),
    });
    expect(await verify(database, "--expect", "short")).toMatchObject({
      code: 1,
      err: expect.stringContaining("64 hexadecimal digits"),
    });
  });

  it("exits with 1 and names the positions where something was changed", async () => {
    await using database = await testDatabase();
    await write(database, 3);
    await sealBatch(database.db, new Date());
    await database.admin("alter table audit_rows disable trigger all");
    await database.admin("update audit_rows set actor = 'account:2' where position = 2");
    expect(await verify(database)).toMatchObject({
      code: 1,
      out: "The audit was changed: positions 1 to 3: a row or the seal itself was changed.\n",
    });
  });
});

describe("audit export", () => {
  it("prints all of it as CSV, with nothing else among it", async () => {
    await using database = await testDatabase();
    await write(database, 1_003);
    const { code, out, err } = await run(database, "export", "--actor", "account:1");
    expect({ code, err }).toEqual({ code: 0, err: "Up to position 1003.\n" });
    const lines = out.split("\r\n");
    expect(lines).toHaveLength(1 + 1_003 + 1);
    expect(lines[0]).toBe(
      "position,id,at,actor,realActor,action,target,outcome,changes,ip,requestId",
    );
    const later = await run(database, "export", "--after", "1002");
    expect(later.out.split("\r\n")).toHaveLength(2);
  });

  it.each([
    [["--after", "soon"], "--after: "],
    [["--from", "yesterday"], "--from: "],
  ])("says of %j what is wrong with it", async (args, problem) => {
    await using database = await testDatabase();
    const { code, err } = await run(database, "export", ...args);
    expect(code).toBe(1);
    expect(err).toContain(problem);
  });
});
