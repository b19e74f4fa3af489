import {
  type Attributes,
  context,
  diag,
  DiagLogLevel,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { DomainError } from "@mainstay/contracts";
import { type Logger, messageOf, version } from "@mainstay/core";
import type { Env } from "./env.ts";

export interface Telemetry extends AsyncDisposable {
  /** Sends what is left. */
  close(): Promise<void>;
}

/** Starts tracing where there is somewhere to send traces; without that `span` costs next to nothing. */
export async function startTelemetry(
  env: Pick<Env, "OTEL_EXPORTER_OTLP_ENDPOINT" | "MODE" | "RELEASE">,
  options: { name: string; log: Logger },
): Promise<Telemetry> {
  const endpoint = env.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (!endpoint) return telemetry(async () => undefined);
  const log = options.log.child({ module: "telemetry" });
  const [
    sdk,
    { OTLPTraceExporter },
    hooks,
    { W3CTraceContextPropagator },
    { resourceFromAttributes },
  ] = await Promise.all([
    import("@opentelemetry/sdk-trace"),
    import("@opentelemetry/exporter-trace-otlp-http"),
    import("@opentelemetry/context-async-hooks"),
    import("@opentelemetry/core"),
    import("@opentelemetry/resources"),
  ]);
  const tell = (level: "warn" | "error") => (message: string) => log[level]({}, message);
  const ignore = (): void => undefined;
  diag.setLogger(
    { error: tell("error"), warn: tell("warn"), info: ignore, debug: ignore, verbose: ignore },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({
      "service.name": `mainstay-${options.name}`,
      "service.version": env.RELEASE ?? version,
      "deployment.environment.name": env.MODE,
    }),
    // A caller's sampling decision stands; traces that begin here are all kept, and thinned by the collector.
    sampler: new sdk.ParentBasedSampler({ root: new sdk.AlwaysOnSampler() }),
    spanProcessors: [
      new sdk.BatchSpanProcessor({
        exporter: new OTLPTraceExporter({
          url: `${endpoint.replace(/\/$/, "")}/v1/traces`,
          timeoutMillis: 3_000,
        }),
        exportTimeoutMillis: 4_000,
      }),
    ],
  });
  context.setGlobalContextManager(new hooks.AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  return telemetry(async () => {
    await provider.shutdown().catch((error: unknown) => {
      log.warn({ err: error }, "the last traces were not sent");
    });
    trace.disable();
    propagation.disable();
    context.disable();
    diag.disable();
  });
}

function telemetry(end: () => Promise<void>): Telemetry {
  let closing: Promise<void> | null = null;
  const close = (): Promise<void> => (closing ??= end());
  return { close, [Symbol.asyncDispose]: close };
}

export type SpanSort = "server" | "consumer" | "producer" | "client" | "internal";
const kinds: Record<SpanSort, SpanKind> = {
  server: SpanKind.SERVER,
  consumer: SpanKind.CONSUMER,
  producer: SpanKind.PRODUCER,
  client: SpanKind.CLIENT,
  internal: SpanKind.INTERNAL,
};

/** Times `fn` as one span of the current trace. A declared refusal is an outcome, not an error. */
export function span<T>(
  name: string,
  attributes: Attributes,
  fn: (span: Span) => Promise<T>,
  sort: SpanSort = "internal",
): Promise<T> {
  const tracer = trace.getTracer("mainstay", version);
  return tracer.startActiveSpan(name, { attributes, kind: kinds[sort] }, async (current) => {
    try {
      return await fn(current);
    } catch (error) {
      if (error instanceof DomainError) current.setAttribute("mainstay.reason", error.reason);
      else recordFailure(current, error);
      throw error;
    } finally {
      current.end();
    }
  });
}

function recordFailure(current: Span, error: unknown): void {
  const name = error instanceof Error ? error.name : "thrown value";
  const message = error instanceof Error ? messageOf(error) : name;
  current.recordException({ name, message });
  current.setStatus({ code: SpanStatusCode.ERROR, message });
}

/** Runs `fn` as a part of the trace that came with a request or a job; of a new one when none came. */
export const continueTrace = <T>(traceparent: string | null | undefined, fn: () => T): T =>
  context.with(propagation.extract(ROOT_CONTEXT, traceparent ? { traceparent } : {}), fn);

/** The id to find the trace by, for a log line. */
export const currentTraceId = (): string | undefined =>
  trace.getActiveSpan()?.spanContext().traceId;
