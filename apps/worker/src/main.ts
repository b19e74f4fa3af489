import { version } from "@mainstay/core";
import {
  createErrorReport,
  createMetrics,
  createServices,
  EnvironmentError,
  readEnv,
  runUntilStopped,
  startTelemetry,
} from "@mainstay/runtime";
import { createWorker, product } from "./worker.ts";

const name = "worker";

async function main(): Promise<void> {
  const env = readEnv();
  const services = await createServices(env, { name });
  const { db, log } = services;
  const telemetry = await startTelemetry(env, { name, log });
  const reports = await createErrorReport(env, { name, log });
  const metrics = createMetrics({ name, version, release: env.RELEASE, db });

  const worker = await createWorker({
    env,
    services,
    ...product,
    metrics,
    reports,
    port: env.WORKER_PORT,
  });
  log.info({ url: worker.url, mode: env.MODE, queues: worker.backend }, "the worker runs");

  runUntilStopped({
    log,
    timeoutMs: env.SHUTDOWN_TIMEOUT_MS + 5_000,
    report: (error) => reports.report(error),
    stop: [
      { phase: "jobs", run: () => worker.close() },
      { phase: "services", run: () => services.close() },
      { phase: "telemetry", run: () => Promise.all([telemetry.close(), reports.close()]) },
    ],
  });
}

try {
  await main();
} catch (error) {
  const { code, port } = error as { code?: string; port?: number };
  const told =
    error instanceof EnvironmentError
      ? error.message
      : code === "EADDRINUSE"
        ? `The worker cannot listen: port ${port} is taken. Stop what uses it, or set WORKER_PORT.`
        : String((error as Error).stack ?? error);
  process.stderr.write(`${told}\n`);
  process.exit(1);
}
