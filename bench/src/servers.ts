import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { load, p50, p99 } from "./load.ts";
import type { Round } from "./measure.ts";

/** A server in a process of its own, so that its CPU time is its own. */
export interface BenchServer {
  readonly port: number;
  /** What it tells of itself once it listens. */
  readonly told: Record<string, string>;
  measure(options: {
    request: string | readonly string[];
    connections: number;
    seconds: number;
  }): Promise<Round>;
  /** In microseconds. */
  cpu(): Promise<number>;
  /** In bytes, after what is not needed was collected. */
  memory(): Promise<number>;
  stop(): void;
}

export async function startServer(file: string, env: Record<string, string>): Promise<BenchServer> {
  const child = fork(file, {
    env: { ...process.env, LOG_LEVEL: "info", ...env },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    execArgv: [...process.execArgv, "--expose-gc"],
  });
  const [{ port, ...told }] = (await once(child, "message")) as [
    { port: number } & Record<string, string>,
  ];
  return {
    port,
    told,
    async measure({ request, connections, seconds }) {
      const before = await cpuOf(child);
      const since = performance.now();
      const { calls, latencies } = await load({ port, connections, seconds, request });
      const took = (performance.now() - since) / 1_000;
      const cpu = (await cpuOf(child)) - before;
      return {
        perSecond: calls / took,
        cpuPerCall: cpu / calls,
        p50Ms: p50(latencies),
        p99Ms: p99(latencies),
      };
    },
    cpu: () => cpuOf(child),
    memory: () => ask(child, "memory"),
    stop: () => void child.kill("SIGTERM"),
  };
}

const cpuOf = (child: ChildProcess): Promise<number> => ask(child, "cpu");

async function ask(child: ChildProcess, question: "cpu" | "memory"): Promise<number> {
  child.send(question);
  const [answer] = (await once(child, "message")) as [number];
  return answer;
}
