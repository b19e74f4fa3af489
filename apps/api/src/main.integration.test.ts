import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { auditRows } from "@mainstay/db";
import { call, testDatabase, type TestDatabase, testKeys } from "@mainstay/testing";
import { describe, expect, it } from "vitest";

const main = path.join(import.meta.dirname, "main.ts");

interface Process extends AsyncDisposable {
  readonly url: string;
  /** Its exit code. */
  terminate(): Promise<number | null>;
}

async function start(database: TestDatabase, env: Record<string, string> = {}): Promise<Process> {
  const child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env["PATH"],
      API_PORT: "0",
      DATABASE_URL: database.url,
      STATIC_KEYS: `admin:admin:${testKeys.admin},support:support:${testKeys.support}`,
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let told = "";
  child.stderr.on("data", (chunk: Buffer) => (told += chunk.toString()));
  const exited = once(child, "exit") as Promise<[number | null]>;
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on("line", (line) => {
      const entry = JSON.parse(line) as { url?: string };
      if (entry.url) resolve(entry.url);
    });
    void exited.then(() => reject(new Error(told)));
  });
  const terminate = async (): Promise<number | null> => {
    child.kill("SIGTERM");
    return (await exited)[0];
  };
  return {
    url,
    terminate,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null) await terminate();
    },
  };
}

describe("the API's process", () => {
  it("drops no accepted call at SIGTERM under load", async () => {
    await using database = await testDatabase();
    await using api = await start(database);
    const answered = new Set<string>();
    let sent = 0;
    let stopping = false;
    const caller = async (): Promise<void> => {
      for (;;) {
        const requestId = `load-${(sent += 1)}-request`;
        const input = { key: "platform.outbox_days", value: (sent % 300) + 1 };
        try {
          const options = { as: testKeys.admin, headers: { "x-request-id": requestId } };
          const { status } = await call(api.url, "platform.settings.update", input, options);
          // Over the limit nothing is done, and that is an answer, too.
          if (status === 200) answered.add(requestId);
        } catch (error) {
          if (!stopping) throw error;
          return;
        }
      }
    };
    const callers = Array.from({ length: 12 }, caller);
    await expect.poll(() => answered.size).toBeGreaterThan(60);
    stopping = true;
    expect(await api.terminate()).toBe(0);
    await Promise.all(callers);
    const done = await database.db.select({ requestId: auditRows.requestId }).from(auditRows);
    expect(new Set(done.map(({ requestId }) => requestId))).toEqual(answered);
  });

  it("is ready, measured, and shows its queues to administrators only", async () => {
    await using database = await testDatabase();
    await using api = await start(database);
    const at = (page: string, password?: string, headers: Record<string, string> = {}) => {
      const authorization = `Basic ${Buffer.from(`me:${password ?? ""}`).toString("base64")}`;
      return fetch(api.url + page, {
        headers: { ...(password ? { authorization } : {}), ...headers },
      });
    };
    expect(await (await at("/readyz")).json()).toEqual({ ready: true, missing: [] });
    await call(api.url, "platform.system.info", undefined, { by: "query" });
    expect(await (await at("/metrics")).text()).toMatch(
      /mainstay_request_seconds_count\{.*platform\.system\.info/,
    );
    const board = "/admin/queues/";
    expect((await at(board)).headers.get("www-authenticate")).toContain("Basic");
    expect((await at(board, "a-wrong-key-0123456789")).status).toBe(401);
    expect((await at(board, testKeys.support)).status).toBe(403);
    expect((await at(board, testKeys.admin, { origin: "https://evil.example.com" })).status).toBe(
      403,
    );
    const page = await at(board, testKeys.admin);
    expect(page.status).toBe(200);
    expect(await page.text()).not.toMatch(/(src|href)="https?:/);
  });

  it.each([
    [
      "lists all that is wrong with its environment",
      { API_PORT: "many", LOG_LEVEL: "loud" },
      /API_PORT[^]*LOG_LEVEL/,
    ],
    ["says which port is taken", { API_PORT: "taken" }, /port \d+ is taken/],
    [
      "refuses development's values in production",
      { MODE: "production", DATABASE_URL: "" },
      /STATIC_KEYS is not for production/,
    ],
  ])("%s, and ends", async (_name, env, told) => {
    await using database = await testDatabase();
    await using running = await start(database);
    const port = new URL(running.url).port;
    const changed = "API_PORT" in env && env.API_PORT === "taken" ? { API_PORT: port } : env;
    await expect(start(database, changed)).rejects.toThrow(told);
  });
});
