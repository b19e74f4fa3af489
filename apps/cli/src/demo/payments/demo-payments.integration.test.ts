import { spawn } from "node:child_process";
import path from "node:path";
import { freePort } from "@mainstay/testing/global-setup";
import { runCli, testApi, type TestDatabase, testDatabase, testEnv } from "@mainstay/testing";
import { createWorker, product } from "@mainstay/worker";
import { describe, expect, it, onTestFinished } from "vitest";

/** A stack of one API and one worker, seeded as `dev` seeds it. */
async function stack(database: TestDatabase) {
  const variables = {
    API_PORT: String(await freePort()),
    WORKER_PORT: String(await freePort()),
    STATIC_KEYS: "admin:admin:a-key-of-the-second-admin",
  };
  expect(await runCli(["seed"], { on: database })).toMatchObject({ code: 0, err: "" });
  const env = testEnv(database, variables);
  const api = await testApi(database, { env, port: env.API_PORT });
  const { services } = api;
  const worker = await createWorker({ env, services, ...product, port: env.WORKER_PORT });
  return {
    variables,
    async [Symbol.asyncDispose]() {
      await worker.close();
      await api.close();
    },
  };
}

const loopbackOn =
  "select from settings where key = 'payments.webhook_loopback' and value = 'true'";
const activeEndpoints = "select from webhook_endpoints where state = 'active'";

describe("the demo of payments", () => {
  it("plays orders of all outcomes, ends with clean books, and leaves nothing of itself behind", async () => {
    await using database = await testDatabase();
    await using running = await stack(database);
    const run = (...args: string[]) =>
      runCli(["demo", "payments", ...args], { on: database, env: running.variables });
    const { code, out, err } = await run("--orders", "30", "--seed", "7");
    expect({ code, out: code === 0 ? "" : out, err }).toEqual({ code: 0, out: "", err: "" });
    expect(out).toMatch(/^\d\d:\d\d {2}\d+ of 30 orders have ended/m);
    expect(out).toMatch(/^ {2}pay-in {3}partial +2 {2}another sum came$/m);
    expect(out).toMatch(/^ {2}pay-out {2}returned +1 {2}returned by the bank$/m);
    expect(out).toMatch(/^ {2}merchant\.balance +\d+\.\d{6} /m);
    expect(out).toMatch(/^ {2}missing +0 /m);
    expect(out).toMatch(/^ {2}clean: \d+ checks/m);
    expect(await database.admin(loopbackOn)).toBe(0);
    expect(await database.admin(activeEndpoints)).toBe(0);
    // A second one finds what the first has made.
    expect((await run("--orders", "3")).code).toBe(0);
    expect(await database.admin("select from stores where name = 'Payments demo'")).toBe(1);
  }, 180_000);

  it("that is stopped takes down what it had put up", async () => {
    await using database = await testDatabase();
    await using running = await stack(database);
    const bin = path.join(import.meta.dirname, "../../../bin/mainstay.js");
    const child = spawn(process.execPath, [bin, "demo", "payments"], {
      env: { PATH: process.env["PATH"], DATABASE_URL: database.url, ...running.variables },
      stdio: ["ignore", "pipe", "pipe"],
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
    }
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    await expect.poll(() => said, { timeout: 30_000 }).toContain("6 under way");
    child.kill("SIGINT");
    expect(await ended).toBe(1);
    expect(said).toMatch(/\nThe demo was stopped\.\n$/);
    expect(await database.admin("select from webhook_endpoints")).toBe(1);
    expect(await database.admin(activeEndpoints)).toBe(0);
    expect(await database.admin(loopbackOn)).toBe(0);
    expect(await database.admin("select from traders where state = 'paused'")).toBe(0);
  }, 120_000);

  it("says what is missing where nothing runs", async () => {
    await using database = await testDatabase();
    const env = { API_PORT: String(await freePort()), WORKER_PORT: String(await freePort()) };
    const { code, err } = await runCli(["demo", "payments"], { on: database, env });
    expect(code).toBe(1);
    expect(err).toMatch(/^The API does not answer at .*pnpm dev.*\n$/);
  }, 60_000);

  it("plays nothing outside development", async () => {
    const secret = Buffer.alloc(32, 7).toString("base64");
    for (const MODE of ["sandbox", "production"]) {
      const env = {
        MODE,
        DATABASE_URL: "postgres://mainstay_app:pw@db.example/mainstay",
        PUBLIC_URL: "https://api.example.org",
        APP_URL: "https://app.example.org",
        PAY_URL: "https://pay.example.org",
        SMTP_URL: "smtps://shop:pw@smtp.example.org:465",
        MAIL_FROM: "Shop <post@example.org>",
        FILES_DIR: "/srv/files",
        APP_SECRET: "a long secret of a test, of no use elsewhere",
        ENCRYPTION_KEYS: `k1:${secret}`,
      };
      const { code, err } = await runCli(["demo", "payments"], { env });
      expect(code).toBe(1);
      expect(err).toContain(`MODE is ${MODE}`);
    }
  }, 60_000);
});
