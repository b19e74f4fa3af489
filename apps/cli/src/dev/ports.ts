import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Env } from "@mainstay/runtime";

export interface WantedPort {
  readonly what: string;
  readonly port: number;
  readonly host: string;
  /** What sets another one. */
  readonly variable: string;
}

export const portsOf = (env: Env): WantedPort[] => [
  { what: "the API", port: env.API_PORT, host: env.API_HOST, variable: "API_PORT" },
  { what: "the worker", port: env.WORKER_PORT, host: env.WORKER_HOST, variable: "WORKER_PORT" },
  { what: "the payment page", port: env.PAY_PORT, host: env.PAY_HOST, variable: "PAY_PORT" },
];

export const isFree = ({ port, host }: Pick<WantedPort, "port" | "host">): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(false);
      else reject(error);
    });
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });

/** The apps of a runner that was killed take a moment to go. */
const waitMs = 2_000;

/** The ports that somebody else has and keeps. */
export async function takenPorts(wanted: readonly WantedPort[]): Promise<WantedPort[]> {
  const until = performance.now() + waitMs;
  for (;;) {
    const taken: WantedPort[] = [];
    for (const each of wanted) if (!(await isFree(each))) taken.push(each);
    if (taken.length === 0 || performance.now() > until) return taken;
    await sleep(100);
  }
}
