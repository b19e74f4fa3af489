import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "@mainstay/testing/global-setup";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { createDatabase } from "./create-database.ts";
import { placeFor, startEmbedded } from "./embedded.ts";

/** A folder under the system's temporary one, which is 0700 as root's home is. */
function folder(): Disposable & { readonly path: string } {
  const made = mkdtempSync(path.join(tmpdir(), "embedded-"));
  const data = path.join(made, "postgres");
  return {
    path: data,
    [Symbol.dispose]() {
      rmSync(placeFor(data), { recursive: true, force: true });
      if (!placeFor(data).startsWith(made)) {
        rmSync(path.dirname(placeFor(data)), { recursive: true, force: true });
      }
      rmSync(made, { recursive: true, force: true });
    },
  };
}

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

describe("the Postgres that comes with the packages", () => {
  it("keeps its data over a stop, and has both roles and the database however often they are made", async () => {
    using data = folder();
    const options = { folder: data.path, port: await freePort(), purpose: "development" } as const;
    const first = await startEmbedded(options);
    await createDatabase(first.adminUrl());
    await query(first.adminUrl("mainstay"), "create table kept as select 7 as n");
    await first.stop();
    await first.ended;

    const second = await startEmbedded(options);
    try {
      await createDatabase(second.adminUrl());
      expect(await query(second.adminUrl("mainstay"), "select n from kept")).toEqual([{ n: 7 }]);
      const url = new URL(second.adminUrl("mainstay"));
      for (const role of ["mainstay_owner", "mainstay_app"]) {
        url.username = role;
        const [row] = await query(
          url.toString(),
          "select current_user as role, rolsuper as super from pg_roles where rolname = current_user",
        );
        expect(row).toEqual({ role, super: false });
      }
    } finally {
      await second.stop();
    }
  });

  it("says in one line that its port is taken, or that its folder is in use", async () => {
    using data = folder();
    using other = folder();
    const port = await freePort();
    const running = await startEmbedded({ folder: data.path, port, purpose: "tests" });
    try {
      await expect(startEmbedded({ folder: other.path, port, purpose: "tests" })).rejects.toThrow(
        `Postgres cannot start: port ${port} is taken. Stop what uses it, or set EMBEDDED_POSTGRES_PORT.`,
      );
      const again = startEmbedded({ folder: data.path, port: await freePort(), purpose: "tests" });
      await expect(again).rejects.toThrow("another one runs on the same folder");
    } finally {
      await running.stop();
    }
  });

  it("ends with whoever started it, also when that one is killed, and starts again at once", async () => {
    using data = folder();
    const port = await freePort();
    const starter = spawn(
      process.execPath,
      [
        "--input-type=module",
        "-e",
        `import { startEmbedded } from ${JSON.stringify(path.join(import.meta.dirname, "embedded.ts"))};
         await startEmbedded({ folder: ${JSON.stringify(data.path)}, port: ${port}, purpose: "tests" });
         console.log("up");
         setInterval(() => {}, 1000);`,
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    const url = `postgres://mainstay_admin@127.0.0.1:${port}/postgres`;
    await new Promise((resolve) => starter.stdout.once("data", resolve));
    expect(await query(url, "select 1 as n")).toEqual([{ n: 1 }]);
    starter.kill("SIGKILL");
    // It waits for the one that is going.
    const again = await startEmbedded({ folder: data.path, port, purpose: "tests" });
    await again.stop();
    await expect(query(url, "select 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });
});
