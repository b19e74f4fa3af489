import { mkdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

export interface Round {
  readonly perSecond: number;
  /** Of the server's process, in microseconds. */
  readonly cpuPerCall: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}
export interface Measured {
  readonly what: string;
  readonly rounds: readonly Round[];
}
/** The first is the reference that the others are compared with. */
export type Benchmark = (options: { rounds: number; seconds: number }) => Promise<Measured[]>;

const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  return sorted.length % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2;
};

export const percentile = (numbers: readonly number[], share: number): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length * share)] ?? Number.NaN;

/** Prints medians and their ratios to the first, and writes everything as JSON. */
export function report(name: string, measured: readonly Measured[], folder: string): void {
  const rows = measured.map(({ what, rounds }) => ({
    what,
    perSecond: median(rounds.map((round) => round.perSecond)),
    cpuPerCall: median(rounds.map((round) => round.cpuPerCall)),
    p50Ms: median(rounds.map((round) => round.p50Ms)),
    p99Ms: median(rounds.map((round) => round.p99Ms)),
  }));
  const reference = rows[0]?.perSecond ?? Number.NaN;
  console.table(
    Object.fromEntries(
      rows.map((row) => [
        row.what,
        {
          "calls/s": Math.round(row.perSecond),
          ratio: Number((row.perSecond / reference).toFixed(3)),
          "CPU µs/call": Number(row.cpuPerCall.toFixed(1)),
          "p50 ms": Number(row.p50Ms.toFixed(2)),
          "p99 ms": Number(row.p99Ms.toFixed(2)),
        },
      ]),
    ),
  );
  const machine = {
    cpu: os.cpus()[0]?.model,
    cores: os.cpus().length,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    node: process.version,
  };
  console.log(
    `${machine.cores} × ${machine.cpu}, Node ${machine.node}; medians of ${measured[0]?.rounds.length} interleaved rounds.`,
  );
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${name}.json`);
  writeFileSync(file, `${JSON.stringify({ name, machine, rows, measured }, null, 2)}\n`);
  console.log(`Written to ${path.relative(process.cwd(), file)}.`);
}
