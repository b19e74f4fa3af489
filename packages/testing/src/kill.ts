import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { rolldown } from "rolldown";
import type { KillOrder } from "./kill-jobs.ts";

const folder = path.join(import.meta.dirname, "../../../.data/kill");

/** The child in one file: it starts in a fifth of the time, and it starts hundreds of times. */
export async function bundleKillChild(): Promise<string> {
  const bundle = await rolldown({
    input: path.join(import.meta.dirname, "kill-child.ts"),
    platform: "node",
    logLevel: "silent",
    external: [/^@sentry\//, "pino-pretty"],
  });
  const file = path.join(folder, "src", `child-${process.pid}.js`);
  await bundle.write({ file, format: "esm", codeSplitting: false });
  await bundle.close();
  mkdirSync(folder, { recursive: true });
  // Packages read their version from the manifest above them.
  writeFileSync(path.join(folder, "package.json"), '{ "version": "0.0.0", "type": "module" }');
  return file;
}

/** Lets children kill themselves until there were so many; several at a time, on one database. */
export async function killWorkers(from: {
  child: string;
  order: KillOrder;
  kills: number;
  atATime: number;
  /** Called after each. */
  killed?: (kills: number) => Promise<void>;
}): Promise<void> {
  let started = 0;
  let killed = 0;
  const lane = async (): Promise<void> => {
    while (started < from.kills) {
      started += 1;
      await oneLife(from.child, from.order);
      killed += 1;
      await from.killed?.(killed);
    }
  };
  await Promise.all(Array.from({ length: from.atATime }, lane));
}

async function oneLife(child: string, order: KillOrder): Promise<void> {
  const life = spawn(process.execPath, [child, JSON.stringify(order)], {
    env: { PATH: process.env["PATH"], NODE_COMPILE_CACHE: path.join(folder, "cache") },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let complaints = "";
  life.stderr.on("data", (chunk: Buffer) => (complaints += chunk.toString()));
  // One that never gets there must not outlive the test.
  const patience = setTimeout(() => life.kill("SIGTERM"), 20_000);
  const [code, signal] = (await once(life, "exit")) as [number | null, string | null];
  clearTimeout(patience);
  if (signal !== "SIGKILL") {
    throw new Error(`a worker ended by ${signal ?? code} instead of its kill: ${complaints}`);
  }
}
