import { createServer } from "node:net";
import { job } from "@mainstay/contracts";
import { enqueue } from "@mainstay/core";
import { outbox, transaction } from "@mainstay/db";
import { freePort } from "@mainstay/testing/global-setup";
import { runCli, type TestDatabase, testDatabase } from "@mainstay/testing";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const run = (args: string[], env: Record<string, string> = {}) => runCli(args, { env });
const on = (database: TestDatabase): Record<string, string> => ({
  DATABASE_URL: database.url,
  DATABASE_OWNER_URL: database.ownerUrl,
});
const audited = async (database: TestDatabase) =>
  (
    await database.db.$client.query<{
      actor: string;
      action: string;
      target: string;
      outcome: string;
    }>("select actor, action, target, outcome from audit_rows order by id")
  ).rows;

describe("the command line", () => {
  it.each([
    "dev",
    "migrate",
    "seed",
    "settings",
    "jobs",
    "admin",
    "ledger",
    "audit",
    "telegram",
    "push",
    "secrets",
    "demo",
    "doctor",
  ])("explains %s", async (name) => {
    const all = await run([]);
    expect(all).toMatchObject({ code: 0, err: "" });
    expect(all.out).toContain(`  ${name} `);
    const one = await run([name, "--help"]);
    expect(one).toMatchObject({ code: 0, err: "" });
    expect(one.out).toContain(`pnpm mainstay ${name}`);
    expect(one.out).toContain("--verbose");
  });

  it("answers what it does not know in one line, and exits with 1", async () => {
    expect(await run(["frobnicate"])).toEqual({
      code: 1,
      out: "",
      err: "There is no command frobnicate. There are: dev, migrate, seed, settings, jobs, admin, ledger, audit, telegram, push, secrets, demo, doctor.\n",
    });
    const { code, err } = await run(["settings", "list", "--frobnicate"]);
    expect([code, err]).toEqual([
      1,
      "Unknown option '--frobnicate'. --help shows what there is.\n",
    ]);
  });

  it("lists all that is wrong with the environment at once", async () => {
    const { code, err } = await run(["settings", "list"], { API_PORT: "many", LOG_LEVEL: "loud" });
    expect(code).toBe(1);
    expect(err).toContain("API_PORT must be a whole number");
    expect(err).toContain("LOG_LEVEL must be one of");
    expect(err).not.toContain(" at ");
  });

  it("says that a database does not answer, with the stack only when asked for", async () => {
    const gone = { DATABASE_URL: `postgres://nobody@127.0.0.1:${await freePort()}/nothing` };
    const plain = await run(["jobs", "counts"], gone);
    expect(plain.code).toBe(1);
    expect(plain.err).toMatch(
      /^The database of DATABASE_URL does not answer \(ECONNREFUSED\).*\n$/,
    );
    expect((await run(["jobs", "counts", "--verbose"], gone)).err).toContain("operator.ts");
  });
});

describe("settings", () => {
  it("changes a setting as system:cli, with its audit, and shows it", async () => {
    await using database = await testDatabase();
    const env = on(database);
    const changed = await run(["settings", "set", "platform.outbox_days", "9", "--json"], env);
    expect(changed).toMatchObject({ code: 0, err: "" });
    expect(JSON.parse(changed.out)).toMatchObject({ value: 9, changed: { by: "system:cli" } });
    expect((await run(["settings", "get", "platform.outbox_days"], env)).out).toMatch(
      / 9 +set by system:cli/,
    );
    expect((await run(["settings", "list"], env)).out).toContain("platform.idempotency_hours");
    expect(await audited(database)).toEqual([
      {
        actor: "system:cli",
        action: "platform.settings.update",
        target: "setting:platform.outbox_days",
        outcome: "done",
      },
    ]);
  });

  it("refuses a wrong value and an unknown key in one line, and changes nothing", async () => {
    await using database = await testDatabase();
    const env = on(database);
    const wrong = await run(["settings", "set", "platform.outbox_days", "soon"], env);
    expect([wrong.code, wrong.out]).toEqual([1, ""]);
    expect(wrong.err).toMatch(/^The setting platform\.outbox_days cannot take this value: .*\n$/);
    const unknown = await run(["settings", "get", "platform.frobnication"], env);
    expect([unknown.code, unknown.err.split("\n").length]).toEqual([1, 2]);
    expect(await audited(database)).toEqual([]);
  });
});

describe("jobs", () => {
  const greet = job("test.greet", {
    queue: "test",
    summary: "Say hello",
    payload: z.object({ name: z.string() }),
  });
  const promised = async (database: TestDatabase): Promise<string> => {
    await transaction(database.db, (tx) => enqueue(tx, greet, { name: "Ada" }));
    const [row] = await database.db.select({ id: outbox.id }).from(outbox);
    return row?.id ?? "";
  };

  it("retries what has failed and discards what waits, with their audit", async () => {
    await using database = await testDatabase();
    const env = on(database);
    const id = await promised(database);
    await database.db
      .update(outbox)
      .set({ state: "failed", endedAt: new Date(), error: "no luck" });
    expect((await run(["jobs", "list"], env)).out).toMatch(
      new RegExp(`^${id}  test\\.greet .* no luck\n$`),
    );
    expect((await run(["jobs", "retry", id], env)).out).toBe(
      `test.greet ${id} is pending again.\n`,
    );
    expect((await run(["jobs", "counts"], env)).out).toMatch(/^pending +1 /);
    const again = await run(["jobs", "retry", id], env);
    expect([again.code, again.err]).toEqual([
      1,
      `The job ${id} is pending; only one that has failed can be retried.\n`,
    ]);
    expect((await run(["jobs", "discard", id], env)).out).toBe(`test.greet ${id} is discarded.\n`);
    expect(JSON.parse((await run(["jobs", "show", id], env)).out)).toMatchObject({
      id,
      state: "discarded",
      payload: { name: "Ada" },
    });
    expect((await audited(database)).map(({ action, target }) => [action, target])).toEqual([
      ["platform.jobs.retry", `job:${id}`],
      ["platform.jobs.discard", `job:${id}`],
    ]);
  });
});

describe("migrate, seed", () => {
  it("may run again and again", async () => {
    await using database = await testDatabase();
    for (const command of ["migrate", "seed", "migrate", "seed"]) {
      expect(await run([command], on(database))).toMatchObject({ code: 0, err: "" });
    }
  });
});

describe("doctor", () => {
  it("finds nothing to mend on a machine and a database that are as they should be", async () => {
    await using database = await testDatabase();
    const ports = {
      API_PORT: String(await freePort()),
      WORKER_PORT: String(await freePort()),
      PAY_PORT: String(await freePort()),
    };
    const { code, out } = await run(["doctor"], { ...on(database), ...ports });
    expect(out).toContain(
      "ok    Application     connects as mainstay_tester, which cannot rewrite the audit",
    );
    expect(out).toContain("ok    Owner           connects as mainstay_owner, which may migrate");
    expect(out).toContain("the API is not running");
    expect(out).not.toMatch(/^fail/m);
    expect(code).toBe(0);
  });

  it("fails a role that no rule holds, an outdated database, a foreign port and an absent Redis", async () => {
    await using database = await testDatabase();
    const port = await freePort();
    await using foreign = await listening(port);
    expect(foreign.port).toBe(port);
    await database.admin("delete from drizzle.__drizzle_migrations");
    const { code, out } = await run(["doctor"], {
      ...on(database),
      DATABASE_URL: database.adminUrl,
      API_PORT: String(port),
      WORKER_PORT: String(await freePort()),
      PAY_PORT: String(await freePort()),
      REDIS_URL: `redis://127.0.0.1:${await freePort()}`,
    });
    expect(code).toBe(1);
    for (const about of ["Application ", "Migrations ", `Port ${port}`, "Redis "]) {
      expect(out).toMatch(new RegExp(`^fail  ${about}`, "m"));
    }
    expect(out).toContain("4 checks fail.");
  });

  it("lists a broken environment, and checks what needs none", async () => {
    const { code, out } = await run(["doctor"], { MODE: "production", API_PORT: "x" });
    expect(code).toBe(1);
    expect(out).toMatch(/^ok +Node/m);
    expect(out).toMatch(/^fail +Environment +API_PORT/m);
    expect(out).toMatch(/^fail +Environment +APP_SECRET/m);
  });
});

async function listening(port: number): Promise<AsyncDisposable & { port: number }> {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    port,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
