import { jobs, walkJobs } from "@mainstay/contracts";
import { version } from "@mainstay/core";
import { migrationsAreCurrent } from "@mainstay/db";
import {
  createErrorReport,
  createMetrics,
  createServices,
  EnvironmentError,
  readEnv,
  runUntilStopped,
  startTelemetry,
} from "@mainstay/runtime";
import { createQueues } from "@mainstay/runtime/jobs";
import { adminsOnly } from "./http/admins-only.ts";
import { metricsPage } from "./http/metrics.ts";
import { queueBoard } from "./http/queues.ts";
import { observeCalls } from "./observe-calls.ts";
import { createServer } from "./server.ts";
import { createAuthenticate } from "./trpc/authenticate.ts";

const name = "api";

async function main(): Promise<void> {
  const env = readEnv();
  const services = await createServices(env, { name });
  const { db, log, redis } = services;
  const telemetry = await startTelemetry(env, { name, log });
  const reports = await createErrorReport(env, { name, log });
  const metrics = createMetrics({ name, version, release: env.RELEASE, db });
  const queues = createQueues({ url: env.DATABASE_URL, redis, name, log, poolMax: 2 });
  const ping = redis?.connect("calls");
  const queueNames = new Set([...walkJobs(jobs)].map(({ queue }) => queue));

  const server = createServer({
    env,
    services,
    observe: observeCalls({ log, metrics, reports }),
    readiness: async () => [
      ...(await missing("the database and its migrations", () => migrationsAreCurrent(db))),
      ...(await missing("Redis", async () => !ping || (await ping.ping()) === "PONG")),
    ],
    mount(app) {
      app.use(metricsPage(env, metrics));
      app.use(
        "/admin/queues",
        adminsOnly(createAuthenticate(env, services)),
        queueBoard([...queueNames].map((queue) => queues.queue(queue)), "/admin/queues"),
      );
    },
  });
  const url = await server.listen(env.API_PORT, env.API_HOST);
  log.info({ url, mode: env.MODE, queues: queues.backend }, "the API listens");

  runUntilStopped({
    log,
    timeoutMs: env.SHUTDOWN_TIMEOUT_MS + 5_000,
    report: (error) => reports.report(error),
    stop: [
      { phase: "calls", run: () => server.close() },
      { phase: "queues", run: () => queues.close() },
      { phase: "services", run: () => services.close() },
      { phase: "telemetry", run: () => Promise.all([telemetry.close(), reports.close()]) },
    ],
  });
}

const readyMs = 2_000;
async function missing(what: string, there: () => Promise<boolean>): Promise<string[]> {
  const late = new Promise<false>((resolve) => setTimeout(resolve, readyMs, false).unref());
  return (await Promise.race([there().catch(() => false), late])) ? [] : [what];
}

try {
  await main();
} catch (error) {
  const { code, port } = error as { code?: string; port?: number };
  const told =
    error instanceof EnvironmentError
      ? error.message
      : code === "EADDRINUSE"
        ? `The API cannot listen: port ${port} is taken. Stop what uses it, or set API_PORT.`
        : String((error as Error).stack ?? error);
  process.stderr.write(`${told}\n`);
  process.exit(1);
}
