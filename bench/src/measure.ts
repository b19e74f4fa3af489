import { mkdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

export interface Round {
  readonly perSecond: number;
  /** Of the server's process, in microseconds. */
  readonly cpuPerCall: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Memory that each of what is held open takes, where something is. */
  readonly kib?: number;
}
export interface Measured {
  readonly what: string;
  /** What its ratio is to; the first, where it says nothing. */
  readonly against?: string;
  readonly rounds: readonly Round[];
}
export type Benchmark = (options: {
  rounds: number;
  seconds: number;
  /** Of what grows, nothing larger is measured. */
  largest: number;
}) => Promise<Measured[]>;

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
  const rows = measured.map(({ what, against, rounds }) => ({
    what,
    against: against ?? measured[0]?.what,
    perSecond: median(rounds.map((round) => round.perSecond)),
    cpuPerCall: median(rounds.map((round) => round.cpuPerCall)),
    p50Ms: median(rounds.map((round) => round.p50Ms)),
    p99Ms: median(rounds.map((round) => round.p99Ms)),
    kib: median(rounds.flatMap((round) => round.kib ?? [])),
  }));
  const referenceOf = (against: string | undefined): (typeof rows)[number] | undefined =>
    rows.find(({ what }) => what === against);
  const ratio = (part: number, whole: number | undefined): number =>
    Number((part / (whole ?? Number.NaN)).toFixed(3));
  console.table(
    Object.fromEntries(
      rows.map((row) => [
        row.what,
        {
          "calls/s": Math.round(row.perSecond),
          ratio: ratio(row.perSecond, referenceOf(row.against)?.perSecond),
          to: row.against,
          "per CPU": ratio(1 / row.cpuPerCall, 1 / (referenceOf(row.against)?.cpuPerCall ?? 0)),
          "CPU µs/call": Number(row.cpuPerCall.toFixed(1)),
          "p50 ms": Number(row.p50Ms.toFixed(2)),
          "p99 ms": Number(row.p99Ms.toFixed(2)),
          ...(Number.isNaN(row.kib) ? {} : { "KiB each": Number(row.kib.toFixed(1)) }),
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
