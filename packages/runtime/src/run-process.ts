import { version } from "@mainstay/core";
import { EnvironmentError, type Env, readEnv } from "./env.ts";
import { createErrorReport, type ErrorReport } from "./error-report.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { createServices, type ProcessServices } from "./services.ts";
import { type Phase, runUntilStopped } from "./shutdown.ts";
import { startTelemetry } from "./telemetry.ts";

/** An app's own phases take SHUTDOWN_TIMEOUT_MS together; these, and a little, come on top: 5 s. */
const closingMs = { services: 2_000, telemetry: 2_500 };
const spareMs = 500;

export interface ProcessParts {
  readonly env: Env;
  readonly services: ProcessServices;
  readonly metrics: Metrics;
  readonly reports: ErrorReport;
}

/**
 * The life of an app: read the environment, make what every process has, start, and go down in order.
 * `start` answers with how to stop what it started. What keeps it from starting is told in a few words.
 */
export async function runProcess(app: {
  name: string;
  /** Named where the port is taken. */
  portVariable: "API_PORT" | "WORKER_PORT";
  start: (parts: ProcessParts) => Promise<readonly Phase[]>;
}): Promise<void> {
  try {
    await startProcess(app);
  } catch (error) {
    process.stderr.write(`${whyNot(error, app)}\n`);
    process.exit(1);
  }
}

async function startProcess({ name, start }: Parameters<typeof runProcess>[0]): Promise<void> {
  const env = readEnv();
  const services = await createServices(env, { name });
  const { db, log, rateProvider } = services;
  const telemetry = await startTelemetry(env, { name, log });
  const reports = await createErrorReport(env, { name, log });
  const metrics = createMetrics({ name, version, release: env.RELEASE, db, rateProvider });
  const started = await start({ env, services, metrics, reports });
  runUntilStopped({
    log,
    timeoutMs: env.SHUTDOWN_TIMEOUT_MS + closingMs.services + closingMs.telemetry + spareMs,
    report: (error) => reports.report(error),
    stop: [
      ...started,
      { phase: "services", run: () => services.close(), withinMs: closingMs.services },
      {
        phase: "telemetry",
        run: () => Promise.all([telemetry.close(), reports.close()]),
        withinMs: closingMs.telemetry,
      },
    ],
  });
}

function whyNot(error: unknown, { name, portVariable }: Parameters<typeof runProcess>[0]): string {
  if (error instanceof EnvironmentError) return error.message;
  const { code, port } = error as { code?: string; port?: number };
  if (code === "EADDRINUSE") {
    return `The ${name} cannot listen: port ${port} is taken. Stop what uses it, or set ${portVariable}.`;
  }
  return error instanceof Error ? String(error.stack) : String(error);
}
