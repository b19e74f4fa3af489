import { createServer } from "node:http";
import { reason } from "@mainstay/contracts";
import { currentTrace } from "@mainstay/core";
import { z } from "zod";
import { describe, expect, it } from "vitest";
import { readEnv } from "./env.ts";
import { createLogger, silent } from "./logger.ts";
import { continueTrace, currentTraceId, span, startTelemetry } from "./telemetry.ts";

const Export = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(z.object({ key: z.string(), value: z.json() })) }),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              traceId: z.string(),
              spanId: z.string(),
              parentSpanId: z.string().optional(),
              name: z.string(),
              kind: z.number(),
              attributes: z.array(z.object({ key: z.string(), value: z.json() })),
              status: z.object({ code: z.number().optional(), message: z.string().optional() }),
            }),
          ),
        }),
      ),
    }),
  ),
});

/** Takes traces as a collector would. */
async function collector() {
  const bodies: string[] = [];
  const paths: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      bodies.push(body);
      paths.push(request.url);
      response.setHeader("content-type", "application/json").end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    paths,
    received: () => bodies.map((body) => Export.parse(JSON.parse(body))),
    spans() {
      return this.received().flatMap(({ resourceSpans }) =>
        resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
      );
    },
    bodies,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const env = (endpoint?: string) => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
  MODE: "development" as const,
  RELEASE: "abc123",
});
const incoming = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

describe("tracing with a collector", () => {
  it("sends nested spans as one trace, continuing the caller's, named by process and release", async () => {
    await using at = await collector();
    const telemetry = await startTelemetry(env(at.url), { name: "api", log: silent });
    await continueTrace(incoming, () =>
      span(
        "platform.settings.update",
        { "mainstay.kind": "mutation" },
        () => span("commit", {}, async () => 1),
        "server",
      ),
    );
    await telemetry.close();

    const [inner, outer] = at.spans();
    expect(at.paths).toEqual(["/v1/traces"]);
    expect(outer).toMatchObject({
      name: "platform.settings.update",
      kind: 2,
      traceId: "0af7651916cd43dd8448eb211c80319c",
      parentSpanId: "b7ad6b7169203331",
      attributes: [{ key: "mainstay.kind", value: { stringValue: "mutation" } }],
    });
    expect(inner).toMatchObject({
      name: "commit",
      traceId: outer?.traceId,
      parentSpanId: outer?.spanId,
    });
    expect(at.received()[0]?.resourceSpans[0]?.resource.attributes).toEqual(
      expect.arrayContaining([
        { key: "service.name", value: { stringValue: "mainstay-api" } },
        { key: "service.version", value: { stringValue: "abc123" } },
      ]),
    );
  });

  it("carries a trace through an outbox row to the job", async () => {
    await using at = await collector();
    const telemetry = await startTelemetry(env(at.url), { name: "worker", log: silent });
    let row: string | null = null;
    let cause: string | undefined;
    await span("request", {}, async () => {
      row = currentTrace();
      cause = currentTraceId();
    });
    await continueTrace(row, () =>
      span("job", {}, async () => expect(currentTraceId()).toBe(cause), "consumer"),
    );
    await telemetry.close();

    const [request, job] = at.spans();
    expect(row).toBe(`00-${cause}-${request?.spanId}-01`);
    expect(job).toMatchObject({ name: "job", kind: 5, parentSpanId: request?.spanId });
  });

  it("marks an unexpected error, and a refusal only by its reason; neither with what was in it", async () => {
    await using at = await collector();
    const telemetry = await startTelemetry(env(at.url), { name: "api", log: silent });
    const refused = reason("test.refused", { kind: "conflict", message: "no" });
    const failing = (error: Error) => span("work", {}, () => Promise.reject(error));
    await expect(
      failing(new Error("Failed query: select $1\nparams: planted-0451")),
    ).rejects.toThrow("Failed query");
    await expect(failing(refused())).rejects.toThrow("no");
    await telemetry.close();

    const [unexpected, refusal] = at.spans();
    expect(unexpected?.status).toEqual({ code: 2, message: "Failed query: select $1" });
    expect(refusal?.status.code ?? 0).toBe(0);
    expect(refusal?.attributes).toEqual([
      { key: "mainstay.reason", value: { stringValue: "test.refused" } },
    ]);
    expect(at.bodies.join()).not.toContain("planted-0451");
  });

  it("names the trace in each line of the log", async () => {
    await using at = await collector();
    const telemetry = await startTelemetry(env(at.url), { name: "api", log: silent });
    const lines: string[] = [];
    const log = createLogger(readEnv({}), {
      name: "api",
      to: { write: (line) => void lines.push(line) },
    });
    log.info({}, "outside");
    await continueTrace(incoming, () => span("work", {}, async () => log.info({}, "inside")));
    await telemetry.close();

    const [outside, inside] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(inside).toMatchObject({ msg: "inside", traceId: "0af7651916cd43dd8448eb211c80319c" });
    expect(outside).not.toHaveProperty("traceId");
  });

  it("honours a caller that does not sample", async () => {
    await using at = await collector();
    const telemetry = await startTelemetry(env(at.url), { name: "api", log: silent });
    const unsampled = incoming.replace(/01$/, "00");
    await continueTrace(unsampled, () =>
      span("quiet", {}, async () => expect(currentTrace()).toMatch(/-00$/)),
    );
    await telemetry.close();
    expect(at.spans()).toEqual([]);
  });

  it("closes soon when the collector is away", async () => {
    const telemetry = await startTelemetry(env("http://127.0.0.1:1"), { name: "api", log: silent });
    await span("work", {}, async () => undefined);
    const since = performance.now();
    await telemetry.close();
    expect(performance.now() - since).toBeLessThan(6_000);
  });
});

describe("tracing without a collector", () => {
  it("runs the work and has no trace", async () => {
    await using _ = await startTelemetry(env(), { name: "api", log: silent });
    const result = await continueTrace(incoming, () =>
      span("work", {}, async () => [currentTrace(), 5]),
    );
    expect(result).toEqual([null, 5]);
    await expect(span("work", {}, () => Promise.reject(new Error("boom")))).rejects.toThrow("boom");
  });
});
