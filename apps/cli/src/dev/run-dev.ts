import { setTimeout as sleep } from "node:timers/promises";
import type { Env } from "@mainstay/runtime";
import { print } from "../command.ts";
import { runSeeds } from "../run-seeds.ts";
import { type AppProcess, createAppProcess } from "./app-process.ts";
import { checkedEnv, migrateDatabase, root, startDatabase } from "./prepare.ts";
import { readLogLine } from "./read-log-line.ts";
import { addressOf, screen } from "./screen.ts";
import { listenForStop, type StopAsked } from "./stop-asked.ts";
import { sourcesOf, watchSources } from "./watch-sources.ts";

const apps = ["api", "worker", "pay"] as const;
/** What an app gets beyond the time it gives itself. */
const graceMs = 8_000;

/**
 * Everything for development in one terminal. What starts is put on a stack and taken down from its top,
 * apps first and Postgres last, however this ends.
 */
export async function runDev(): Promise<number> {
  using stop = listenForStop();
  await using started = new AsyncDisposableStack();
  const starting = start(started, stop);
  // What fails to start is told by whoever awaits it; a wish to stop does not wait for it.
  const end = await Promise.race([starting.then(() => stop.why), stop.why]);
  say("dev", `stopping (${end})`);
  await starting;
  await started.disposeAsync();
  say("dev", "stopped");
  return end === databaseEnded ? 1 : 0;
}

const databaseEnded = "Postgres has ended";

async function start(started: AsyncDisposableStack, stop: StopAsked): Promise<void> {
  const began = performance.now();
  const env = await checkedEnv();
  if (stop.asked) return;
  const database = await startDatabase(env);
  started.defer(() => database.stop());
  database.onEnd(() => stop.ask(databaseEnded));
  if (stop.asked) return;
  await migrateDatabase(env, database.data);
  await runSeeds();
  if (stop.asked) return;
  const output = startApps(env, started);
  if (!(await untilReady(env, stop))) return;
  output.show();
  print(screen({ env, data: database.data, seconds: (performance.now() - began) / 1_000 }));
}

/** Their lines are held back, but for what is wrong, until `show`. */
function startApps(env: Env, started: AsyncDisposableStack): { show(): void } {
  let shown = false;
  const running = new Map<string, AppProcess>();
  for (const name of apps) {
    const app = createAppProcess({
      entry: `apps/${name}/src/main.ts`,
      root,
      stopMs: env.SHUTDOWN_TIMEOUT_MS + graceMs,
      line(text) {
        const line = readLogLine(name, text, process.stdout.isTTY);
        if (line && (shown || line.level === "warn" || line.level === "error")) print(line.text);
      },
      crashed: (how) => say(name, `${how}; it comes back when a file is saved`),
    });
    running.set(name, app);
    app.start();
  }
  started.defer(async () => {
    await Promise.all([...running.values()].map((app) => app.stop()));
  });
  const folders = [...new Set(apps.flatMap(sourcesOf))];
  const unwatch = watchSources(root, folders, (changed, file) => {
    const touched = apps.filter((name) => sourcesOf(name).some((folder) => changed.has(folder)));
    say("dev", `${file} was saved: ${touched.join(" and ")} restart`);
    for (const name of touched) void running.get(name)?.restart();
  });
  // Before the apps are stopped, so that none comes back.
  started.defer(unwatch);
  return {
    show() {
      shown = true;
    },
  };
}

async function untilReady(env: Env, stop: StopAsked): Promise<boolean> {
  const addresses = [
    addressOf(env.API_HOST, env.API_PORT),
    addressOf(env.WORKER_HOST, env.WORKER_PORT),
    addressOf(env.PAY_HOST, env.PAY_PORT),
  ];
  const waiting = new Set(addresses);
  while (waiting.size > 0 && !stop.asked) {
    for (const address of waiting) if (await isReady(address)) waiting.delete(address);
    if (waiting.size > 0) await sleep(50);
  }
  return !stop.asked;
}

async function isReady(address: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(2_000);
    const response = await fetch(`${address}/readyz`, { signal, headers: { connection: "close" } });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    // It does not listen yet.
    return false;
  }
}

const say = (who: string, what: string): void => print(`${who.padEnd(6)} ${what}`);
