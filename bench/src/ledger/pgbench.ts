import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import type { Round } from "../measure.ts";

const run = promisify(execFile);

/** PostgreSQL's own benchmark; it comes with its client packages, not with the embedded server. */
export function findPgbench(): string {
  const versions = "/usr/lib/postgresql";
  const folders = [
    ...(process.env["PATH"] ?? "").split(path.delimiter),
    ...(existsSync(versions)
      ? readdirSync(versions).map((version) => path.join(versions, version, "bin"))
      : []),
  ];
  const found = folders.map((folder) => path.join(folder, "pgbench")).find(existsSync);
  if (found) return found;
  throw new Error(
    "The reference is pgbench, which is not here. Debian has it in postgresql-contrib; put it on the PATH.",
  );
}

export interface TpcB {
  prepare(): Promise<void>;
  round(seconds: number): Promise<Round>;
}

/** TPC-B as pgbench has it: five statements on four tables in one transaction, prepared. */
export function tpcB(pgbench: string, at: { url: string; scale: number; clients: number }): TpcB {
  return {
    async prepare() {
      await run(pgbench, ["--initialize", `--scale=${at.scale}`, "--quiet", at.url]);
    },
    async round(seconds) {
      const { stdout } = await run(pgbench, [
        "--no-vacuum",
        "--protocol=prepared",
        `--client=${at.clients}`,
        "--jobs=2",
        `--time=${seconds}`,
        "--builtin=tpcb-like",
        at.url,
      ]);
      const perSecond = numberIn(stdout, /tps = ([\d.]+)/);
      const p50Ms = numberIn(stdout, /latency average = ([\d.]+)/);
      // It tells an average only, and its own processor time not at all.
      return { perSecond, p50Ms, p99Ms: Number.NaN, cpuPerCall: Number.NaN };
    },
  };
}

function numberIn(text: string, pattern: RegExp): number {
  const [, found] = pattern.exec(text) ?? [];
  if (found === undefined) throw new Error(`pgbench told no ${pattern.source}:\n${text}`);
  return Number(found);
}
