import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statfsSync,
} from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { placeFor, startEmbedded } from "@mainstay/db/embedded";
import { migrate } from "@mainstay/runtime";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { findChromium } from "./chromium.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Of the server's administrator, without a database. */
    postgresUrl: string;
    redisUrl: string | null;
    /** Where the browser is. */
    chromium: string | null;
  }
}

const onDisk = path.join(import.meta.dirname, "../../../.data");
const inMemory = `/dev/shm/mainstay-tests-${process.getuid?.()}`;
const roomBytes = 4 * 2 ** 30;

/** One server for the whole run; its template is migrated once and cloned by every file. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const redisUrl = process.env["TEST_REDIS_URL"] ?? null;
  const chromium = findChromium();
  // Where every backend must be tested (CI), skipping one would look like passing.
  const required = process.env["REQUIRE_BACKENDS"]?.split(",") ?? [];
  if (!redisUrl && required.includes("redis")) {
    throw new Error("REQUIRE_BACKENDS asks for redis, and TEST_REDIS_URL names no server.");
  }
  if (!chromium && required.includes("chromium")) {
    throw new Error("REQUIRE_BACKENDS asks for chromium, and there is none: CHROMIUM may name it.");
  }
  const folder = hasRoomInMemory() ? inMemory : onDisk;
  sweepStale(folder);
  const data = path.join(folder, `tests-${process.pid}`);
  const server = await startEmbedded({ folder: data, port: await freePort(), purpose: "tests" });
  const admin = new pg.Client({ connectionString: server.adminUrl() });
  await admin.connect();
  await admin.query(`
    create role mainstay_owner login createrole;
    create role mainstay_app nologin;
    create role mainstay_tester login in role mainstay_app;
  `);
  await admin.query("create database template_mainstay owner mainstay_owner");
  await migrate(urlFor(server.adminUrl("template_mainstay"), "mainstay_owner"));
  await admin.query("alter database template_mainstay is_template true allow_connections false");
  await admin.end();

  project.provide("postgresUrl", server.adminUrl(""));
  project.provide("redisUrl", redisUrl);
  project.provide("chromium", chromium);
  if (!redisUrl) {
    console.log("Tests on Redis are skipped: TEST_REDIS_URL names no server that may be emptied.");
  }
  if (!chromium) {
    console.log("Tests in a browser are skipped: no /usr/bin/chromium, and CHROMIUM names none.");
  }
  return async () => {
    await server.stop();
    rmSync(placeFor(data), { recursive: true, force: true });
  };
}

export const urlFor = (url: string, user: string): string => {
  const changed = new URL(url);
  changed.username = user;
  return changed.toString();
};

/**
 * Each database is some 800 files, which a disk's file system, where as many were just removed, takes half a
 * second to make.
 */
function hasRoomInMemory(): boolean {
  if (!existsSync("/dev/shm")) return false;
  const { bavail, bsize } = statfsSync("/dev/shm");
  if (Math.min(bavail * bsize, process.availableMemory()) < roomBytes) return false;
  mkdirSync(inMemory, { recursive: true });
  // Everybody may write there, and so could have made the folder before us.
  if (lstatSync(inMemory).uid !== process.getuid?.()) return false;
  chmodSync(inMemory, 0o755);
  return true;
}

/** Vitest skips the teardown on a signal, and a killed run has none. */
function sweepStale(folder: string): void {
  const parent = path.dirname(placeFor(path.join(folder, "tests-0")));
  if (!existsSync(parent)) return;
  for (const name of readdirSync(parent)) {
    const pid = /^tests-(\d+)$/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid)))
      rmSync(path.join(parent, name), { recursive: true, force: true });
  }
}
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
