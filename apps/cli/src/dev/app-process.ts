import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";

export interface AppOptions {
  /** What is run, from the root. */
  readonly entry: string;
  readonly root: string;
  /** For how long it may finish its work before it is killed. */
  readonly stopMs: number;
  /** Hears each line that it writes. */
  readonly line: (text: string) => void;
  /** It ended, and nobody had asked it to. */
  readonly crashed: (how: string) => void;
}

export interface AppProcess {
  start(): void;
  /** Several wishes at once are one. */
  restart(): Promise<void>;
  /** For good. */
  stop(): Promise<void>;
}

const preload = path.join(import.meta.dirname, "end-with-runner.ts");

/** One app under `dev`. It may crash and come back any number of times. */
export function createAppProcess(options: AppOptions): AppProcess {
  let running: ChildProcess | null = null;
  let restarting: Promise<void> | null = null;
  let over = false;

  const start = (): void => {
    if (running || over) return;
    const child = spawn(
      process.execPath,
      ["--import", preload, path.join(options.root, options.entry)],
      {
        cwd: options.root,
        // Its own process group: Ctrl-C reaches the runner, which stops things in order.
        detached: true,
        stdio: ["ignore", "pipe", "pipe", "ipc"],
      },
    );
    running = child;
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on("line", options.line);
    }
    const ended = (how: string): void => {
      if (running !== child) return;
      running = null;
      options.crashed(how);
    };
    child.once("error", (error) => ended(`could not be started: ${error.message}`));
    // "close" comes when all that it wrote has been read.
    child.once("close", (code, signal) =>
      ended(signal ? `was ended by ${signal}` : `ended with ${code}`),
    );
  };

  const down = async (): Promise<void> => {
    const child = running;
    if (!child) return;
    // From here on its end is no crash.
    running = null;
    const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
    child.kill("SIGTERM");
    const late = setTimeout(() => child.kill("SIGKILL"), options.stopMs);
    await gone;
    clearTimeout(late);
  };

  return {
    start,
    restart() {
      restarting ??= down().then(() => {
        restarting = null;
        start();
      });
      return restarting;
    },
    async stop() {
      over = true;
      await restarting;
      await down();
    },
  };
}
