import { createServer } from "node:http";
import { reason } from "@mainstay/contracts";
import { z } from "zod";
import { describe, expect, it } from "vitest";
import { createErrorReport } from "./error-report.ts";
import { silent } from "./logger.ts";

const Event = z.object({
  environment: z.string(),
  release: z.string(),
  tags: z.record(z.string(), z.string()),
  exception: z.object({
    values: z.array(
      z.object({
        type: z.string(),
        value: z.string(),
        stacktrace: z.object({ frames: z.array(z.object({ filename: z.string() })) }).optional(),
      }),
    ),
  }),
});

/** Takes envelopes as Sentry would. */
async function sentry() {
  const envelopes: string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      envelopes.push(body);
      response.end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  return {
    env: {
      SENTRY_DSN: `http://public@127.0.0.1:${port}/1`,
      MODE: "sandbox" as const,
      RELEASE: "abc123",
    },
    envelopes,
    events: () =>
      envelopes.map((envelope) => Event.parse(JSON.parse(envelope.split("\n")[2] ?? ""))),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe("error reports", () => {
  it("tell what happened where, in which release", async () => {
    await using at = await sentry();
    const errors = await createErrorReport(at.env, { name: "api", log: silent });
    errors.report(new TypeError("x is not a function"), {
      requestId: "r-1",
      procedure: "platform.system.info",
    });
    await errors.close();

    const [event] = at.events();
    expect(event).toMatchObject({
      environment: "sandbox",
      release: "abc123",
      tags: { process: "api", requestId: "r-1", procedure: "platform.system.info" },
      exception: { values: [{ type: "TypeError", value: "x is not a function" }] },
    });
    const frames = event?.exception.values[0]?.stacktrace?.frames ?? [];
    expect(frames.at(-1)?.filename).toContain("error-report.test.ts");
  });

  it("hold no secret: no parameters, no credentials, no fields of what was thrown", async () => {
    await using at = await sentry();
    const errors = await createErrorReport(at.env, { name: "api", log: silent });
    const planted = "planted-0451";
    errors.report(new Error(`Failed query: select $1\nparams: ${planted}`));
    errors.report(new Error(`cannot reach postgres://app:${planted}@db/mainstay?token=${planted}`));
    errors.report(Object.assign(new Error("refused"), { password: planted, detail: planted }));
    errors.report({ password: planted, nested: { apiKey: planted } });
    errors.report(`Bearer ${planted}`);
    await errors.close();

    expect(at.envelopes).toHaveLength(5);
    expect(at.envelopes.join()).not.toContain(planted);
  });

  it("leave out declared refusals", async () => {
    await using at = await sentry();
    const errors = await createErrorReport(at.env, { name: "api", log: silent });
    errors.report(reason("test.refused", { kind: "conflict", message: "no" })());
    await errors.close();
    expect(at.envelopes).toEqual([]);
  });

  it("are dropped soon when nobody takes them, and need no DSN", async () => {
    const away = {
      SENTRY_DSN: "http://public@127.0.0.1:1/1",
      MODE: "sandbox" as const,
      RELEASE: undefined,
    };
    const since = performance.now();
    for (const env of [away, { ...away, SENTRY_DSN: undefined }]) {
      await using errors = await createErrorReport(env, { name: "api", log: silent });
      errors.report(new Error("boom"));
    }
    expect(performance.now() - since).toBeLessThan(4_000);
  });
});
