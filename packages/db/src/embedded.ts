import { type ChildProcess, spawn } from "node:child_process";
import {
  findBinaries,
  initialiseFolder,
  placeFor,
  unprivilegedUser,
  untilReleased,
} from "./embedded-folder.ts";

export { findBinaries, placeFor } from "./embedded-folder.ts";

/**
 * A real Postgres from the packages, for development and tests. It lives and dies with its starter: a
 * shell between the two reads a pipe that ends in whatever way the starter ends.
 */
export interface EmbeddedPostgres {
  readonly port: number;
  /** The server's administrator. */
  readonly adminUrl: (database?: string) => string;
  /** It has ended, whoever wanted it. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}
export interface EmbeddedOptions {
  /** Where the data may lie; see `placeFor`. */
  folder: string;
  port: number;
  /** `tests`: nothing survives a power cut, and everything is faster. */
  purpose: "development" | "tests";
}

/** The server's administrator. */
const admin = "mainstay_admin";
/** For a start after a crash: it reads its log first. */
const readyMs = 60_000;

export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const user = unprivilegedUser();
  const binaries = await findBinaries(options.folder, user);
  const data = placeFor(options.folder, user);
  initialiseFolder({ initdb: binaries.initdb, data, user, admin });
  await untilReleased(data);

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
      `trap '' INT; "$@" & p=$!; trap 'kill -INT $p' TERM; (exec 2>/dev/null; cat <&3 >/dev/null; kill -INT $p) & wait $p; while kill -0 $p 2>/dev/null; do wait $p; done`,
      "postgres",
      binaries.postgres,
      "-D",
      data,
      ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    { ...user, detached: true, stdio: ["ignore", "ignore", "pipe", "pipe"], cwd: "/" },
  );
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  // What waits at the pipe's other end goes with it, and this process is free to end.
  child.once("exit", () => child.stdio[3]?.destroy());
  await untilReady(child, options.port);
  // What keeps it open keeps this process alive; its owner stops it or exits.
  child.unref();
  for (const stream of child.stdio) (stream as { unref?: () => void } | null)?.unref?.();
  return {
    port: options.port,
    adminUrl: (database = "postgres") =>
      `postgres://${admin}@127.0.0.1:${options.port}/${database}`,
    ended,
    stop: () => stop(child),
  };
}

function untilReady(child: ChildProcess, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = "";
    const late = setTimeout(() => {
      child.kill("SIGTERM");
      reject(new Error(`Postgres was not ready after ${readyMs / 1_000} seconds: ${log.trim()}`));
    }, readyMs);
    child.stderr?.on("data", (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-4_000);
      if (!log.includes("ready to accept connections")) return;
      clearTimeout(late);
      resolve();
    });
    child.once("error", reject);
    child.once("exit", () => {
      clearTimeout(late);
      const reason = log
        .trim()
        .split("\n")
        .find((line) => /FATAL|ERROR|could not/.test(line));
      reject(
        new Error(
          log.includes("Address already in use")
            ? `Postgres cannot start: port ${port} is taken. Stop what uses it, or set EMBEDDED_POSTGRES_PORT.`
            : log.includes("postmaster.pid")
              ? "Postgres cannot start: another one runs on the same folder. Is `dev` running in another terminal?"
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
