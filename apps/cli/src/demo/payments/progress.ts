import { print } from "../../command.ts";
import type { Receiver } from "./receiver.ts";

export interface Playing {
  readonly kind: string;
  readonly about: string;
  now: string;
}

/** What stands on the screen while it plays. */
export interface Progress {
  readonly orders: number;
  readonly since: number;
  readonly playing: Map<number, Playing>;
  /** How many have ended in which state. */
  readonly ended: Map<string, number>;
  readonly receiver: Pick<Receiver, "events">;
}

interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Redrawn in place on a terminal; elsewhere a line each second. */
export function showProgress(progress: Progress, screen: Screen = process.stdout): Disposable {
  if (!screen.isTTY) {
    const timer = setInterval(() => print(lineOf(progress)), 1_000);
    return { [Symbol.dispose]: () => clearInterval(timer) };
  }
  let height = 0;
  const draw = (lines: readonly string[]): void => {
    const cut = lines.map((line) => `${line.slice(0, (screen.columns ?? 80) - 1)}\n`);
    // Up to where it began, and everything below is wiped.
    screen.write(`${height > 0 ? `\u001b[${height}A` : ""}\u001b[J${cut.join("")}`);
    height = cut.length;
  };
  const timer = setInterval(() => draw(pageOf(progress)), 200);
  return {
    [Symbol.dispose]() {
      clearInterval(timer);
      draw([lineOf(progress)]);
    },
  };
}

const countOf = ({ ended }: Progress): number =>
  [...ended.values()].reduce((all, count) => all + count, 0);

const timeOf = ({ since }: Progress): string => {
  const seconds = Math.floor((performance.now() - since) / 1_000);
  return `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
};

export const lineOf = (progress: Progress): string =>
  `${timeOf(progress)}  ${countOf(progress)} of ${progress.orders} orders have ended, ` +
  `${progress.playing.size} under way, ${progress.receiver.events.size} webhooks`;

export function pageOf(progress: Progress): string[] {
  const { orders, playing, ended } = progress;
  const width = 40;
  const full = Math.round((countOf(progress) / orders) * width);
  const states = [...ended].map(([state, count]) => `${state} ${count}`);
  return [
    lineOf(progress),
    `[${"#".repeat(full)}${"-".repeat(width - full)}]  ${states.join(", ")}`,
    ...[...playing].map(
      ([at, { kind, about, now }]) =>
        `${String(at + 1).padStart(5)}  ${kind.padEnd(7)}  ${about.padEnd(34)}  ${now}`,
    ),
  ];
}
