import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

export type App = "api" | "worker";
export interface Killed {
  readonly app: App;
  readonly at: number;
  /** When the next one was ready. */
  readonly readyAt: number;
}

const apps = path.join(import.meta.dirname, "../../../apps");
const readyMs = 60_000;

/** An app as it is run, in a process of its own, which is started again whenever it is killed. */
export class Running {
  readonly app: App;
  readonly url: string;
  readonly kills: Killed[] = [];
  /** Of its log: what it says went wrong. */
  readonly complaints: string[] = [];
  readonly #env: Record<string, string>;
  readonly #cache: string;
  readonly #file: WriteStream;
  #child: ChildProcess | null = null;

  constructor(app: App, options: { env: Record<string, string>; port: number; folder: string }) {
    this.app = app;
    this.url = `http://127.0.0.1:${options.port}`;
    this.#env = options.env;
    this.#cache = path.join(options.folder, "cache");
    this.#file = createWriteStream(path.join(options.folder, `${app}.log`));
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, [path.join(apps, this.app, "src/main.ts")], {
      // It starts many times, and sooner by a third where it was compiled before.
      env: {
        PATH: process.env["PATH"] ?? "",
        NODE_COMPILE_CACHE: this.#cache,
        ...this.#env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    // Whatever ends the driver, what it started does not go on without it.
    const end = (): void => void child.kill("SIGKILL");
    process.once("exit", end);
    child.once("exit", () => process.off("exit", end));
    for (const stream of [child.stdout, child.stderr])
      createInterface(stream).on("line", (line) => this.#hear(line));
    await this.#untilReady(child);
  }

  /** As a power cut does; the next is started at once. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null)
      throw new Error(`the ${this.app} has ended by itself; its log says why`);
    const at = performance.now();
    child.kill("SIGKILL");
    await once(child, "exit");
    await this.start();
    this.kills.push({ app: this.app, at, readyAt: performance.now() });
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child && child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
    this.#file.end();
  }

  async #untilReady(child: ChildProcess): Promise<void> {
    const until = performance.now() + readyMs;
    while (performance.now() < until) {
      if (child.exitCode !== null)
        throw new Error(`the ${this.app} did not start; its log says why`);
      const answer = await fetch(`${this.url}/readyz`).catch(() => null);
      await answer?.body?.cancel();
      if (answer?.ok) return;
      await sleep(25);
    }
    throw new Error(`the ${this.app} was not ready after ${readyMs / 1_000} seconds`);
  }

  #hear(line: string): void {
    this.#file.write(`${line}\n`);
    if (/"level":("error"|"fatal"|50|60)/.test(line) || !line.startsWith("{"))
      this.complaints.push(line.slice(0, 500));
  }
}
