import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chownSync, cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";

/**
 * A real Postgres from the packages, for development and tests. It lives and dies with its starter: a
 * shell between the two reads a pipe that ends in whatever way the starter ends.
 */
export interface EmbeddedPostgres {
  readonly port: number;
  /** The server's administrator. */
  readonly adminUrl: (database?: string) => string;
  stop(): Promise<void>;
}
export interface EmbeddedOptions {
  /** Where the data may lie; see `placeFor`. */
  folder: string;
  port: number;
  /** `tests`: nothing survives a power cut, and everything is faster. */
  purpose: "development" | "tests";
}

const admin = "mainstay_admin";

export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const user = unprivilegedUser();
  const binaries = await binariesFor(user, options.folder);
  const data = placeFor(options.folder, user);
  if (!existsSync(path.join(data, "PG_VERSION"))) initialise(binaries.initdb, data, user);

  const settings = {
    port: String(options.port),
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "200",
    ...(options.purpose === "tests"
      ? { fsync: "off", synchronous_commit: "off", full_page_writes: "off", autovacuum: "off" }
      : {}),
  };
  const child = spawn(
    "/bin/sh",
    [
      "-c",
      // Own process group, so that Ctrl-C does not reach Postgres before the apps have drained.
      `trap '' INT; "$@" & p=$!; trap 'kill -INT $p' TERM; (cat <&3 >/dev/null; kill -INT $p 2>/dev/null) & wait $p; while kill -0 $p 2>/dev/null; do wait $p; done`,
      "postgres",
      binaries.postgres,
      "-D",
      data,
      ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    { ...user, detached: true, stdio: ["ignore", "ignore", "pipe", "pipe"], cwd: "/" },
  );
  await untilReady(child, options.port);
  // What keeps it open keeps this process alive; its owner stops it or exits.
  child.unref();
  for (const stream of child.stdio) (stream as { unref?: () => void } | null)?.unref?.();
  return {
    port: options.port,
    adminUrl: (database = "postgres") =>
      `postgres://${admin}@127.0.0.1:${options.port}/${database}`,
    stop: () => stop(child),
  };
}

function untilReady(child: ChildProcess, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-4_000);
      if (log.includes("ready to accept connections")) resolve();
    });
    child.once("error", reject);
    child.once("exit", () => {
      const reason = log.trim().split("\n").find((line) => /FATAL|ERROR|could not/.test(line));
      reject(
        new Error(
          log.includes("Address already in use")
            ? `Postgres cannot start: port ${port} is taken. Stop what uses it, or set EMBEDDED_POSTGRES_PORT.`
            : `Postgres did not start: ${reason?.replace(/^.*?(FATAL|ERROR|LOG): */, "") ?? log.trim()}`,
        ),
      );
    });
  });
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.ref();
    child.once("exit", () => resolve());
    (child.stdio[3] as unknown as { end(): void }).end();
  });
}

interface User {
  uid?: number;
  gid?: number;
}

/** Postgres refuses to run as root. */
function unprivilegedUser(): User {
  if (process.getuid?.() !== 0) return {};
  for (const name of ["postgres", "nobody"]) {
    try {
      return { uid: idOf("-u", name), gid: idOf("-g", name) };
    } catch {
      continue;
    }
  }
  throw new Error("Postgres does not run as root, and there is no user postgres or nobody here. Run as an ordinary user.");
}
const idOf = (flag: "-u" | "-g", name: string): number =>
  Number(execFileSync("id", [flag, name], { stdio: ["ignore", "pipe", "ignore"] }));

/**
 * `folder` itself, unless another user must reach it and cannot (root's home is 0700): then a place of its
 * own under /var/tmp, keyed by the folder.
 */
export function placeFor(folder: string, user: User = unprivilegedUser()): string {
  if (user.uid === undefined || searchable(path.dirname(folder))) return folder;
  return path.join(openPlace(path.dirname(folder)), path.basename(folder));
}
const openPlace = (folder: string): string =>
  path.join("/var/tmp", `mainstay-${createHash("sha256").update(folder).digest("hex").slice(0, 12)}`);

/** May everybody pass through every folder on the way? */
function searchable(folder: string): boolean {
  for (let at = folder; ; at = path.dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

function initialise(initdb: string, data: string, user: User): void {
  mkdirSync(path.dirname(data), { recursive: true });
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { mode: 0o700 });
  if (user.uid !== undefined && user.gid !== undefined) chownSync(data, user.uid, user.gid);
  // Only loopback reaches it and its data is made up, so it trusts.
  const flags = ["-U", admin, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"];
  try {
    execFileSync(initdb, ["-D", data, ...flags], { ...user, cwd: "/", stdio: ["ignore", "ignore", "pipe"] });
  } catch (error) {
    rmSync(data, { recursive: true, force: true });
    const { stderr } = error as { stderr?: Buffer };
    throw new Error(`Postgres could not make its data folder ${data}: ${stderr?.toString().trim() ?? String(error)}`, { cause: error });
  }
}

async function binariesFor(
  user: User,
  folder: string,
): Promise<{ postgres: string; initdb: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let found: { postgres: string; initdb: string };
  try {
    found = (await import(name)) as typeof found;
  } catch (error) {
    throw new Error(
      `No Postgres comes with the packages for ${process.platform}-${process.arch}. Run one yourself and set DATABASE_URL and DATABASE_OWNER_URL.`,
      { cause: error },
    );
  }
  const native = path.dirname(path.dirname(found.postgres));
  if (user.uid === undefined || searchable(native)) return found;
  const version = createHash("sha256").update(native).digest("hex").slice(0, 12);
  const copy = path.join(openPlace(path.dirname(folder)), `postgres-${version}`);
  if (!existsSync(copy)) {
    // Renamed into place when whole, so that a copy broken off is never run.
    const part = `${copy}.${process.pid}`;
    cpSync(native, part, { recursive: true, verbatimSymlinks: true });
    renameSync(part, copy);
  }
  return { postgres: path.join(copy, "bin/postgres"), initdb: path.join(copy, "bin/initdb") };
}
