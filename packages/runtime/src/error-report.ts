import { DomainError } from "@mainstay/contracts";
import { cleanMessage, type Logger, mask, maskText, version } from "@mainstay/core";
import type { ErrorEvent } from "@sentry/core";
import type { Env } from "./env.ts";

/** Where it happened: what finds the log lines and the code. */
export interface ErrorPlace {
  readonly requestId?: string;
  readonly procedure?: string;
  readonly job?: string;
  readonly jobId?: string;
  readonly actor?: string;
}

export interface ErrorReport extends AsyncDisposable {
  /** Declared refusals are no errors, and are not reported. */
  report(error: unknown, place?: ErrorPlace): void;
  /** Sends what is left. */
  close(): Promise<void>;
}

const answerMs = 5_000;
const goodbyeMs = 2_000;

/** Reports to Sentry where SENTRY_DSN says so. The log has the error in any case. */
export async function createErrorReport(
  env: Pick<Env, "SENTRY_DSN" | "MODE" | "RELEASE">,
  options: { name: string; log: Logger },
): Promise<ErrorReport> {
  if (!env.SENTRY_DSN) {
    const close = async (): Promise<void> => undefined;
    return { report: () => undefined, close, [Symbol.asyncDispose]: close };
  }
  const log = options.log.child({ module: "error-report" });
  const { createStackParser, createTransport, Scope } = await import("@sentry/core");
  const { ServerRuntimeClient, nodeStackLineParser } = await import("@sentry/core/server");

  const client = new ServerRuntimeClient({
    dsn: env.SENTRY_DSN,
    environment: env.MODE,
    release: env.RELEASE ?? version,
    platform: "node",
    runtime: { name: "node", version: process.version },
    // None of them: they would read requests, patch modules and take over what nobody caught.
    integrations: [],
    sendClientReports: false,
    stackParser: createStackParser(nodeStackLineParser()),
    beforeSend: (event) => scrub(event),
    transport: (to) =>
      createTransport(to, async ({ body }) => {
        const answer = await fetch(to.url, {
          method: "POST",
          body: typeof body === "string" ? body : Buffer.from(body),
          headers: to.headers ?? {},
          signal: AbortSignal.timeout(answerMs),
        }).catch((error: unknown) => {
          log.warn({ err: error }, "an error report was not sent");
          throw error;
        });
        await answer.arrayBuffer();
        return {
          statusCode: answer.status,
          headers: {
            "x-sentry-rate-limits": answer.headers.get("x-sentry-rate-limits"),
            "retry-after": answer.headers.get("retry-after"),
          },
        };
      }),
  });
  client.init();

  let closing: PromiseLike<unknown> | null = null;
  const close = async (): Promise<void> => {
    await (closing ??= client.close(goodbyeMs));
  };
  return {
    report(error, place = {}) {
      if (error instanceof DomainError) return;
      const scope = new Scope();
      scope.setTags({ process: options.name, ...place });
      client.captureException(error, undefined, scope);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Messages can repeat values; what was thrown can be anything. */
function scrub(event: ErrorEvent): ErrorEvent {
  for (const exception of event.exception?.values ?? []) {
    if (exception.value !== undefined) exception.value = cleanMessage(exception.value);
  }
  if (event.message !== undefined) event.message = maskText(event.message);
  if (event.extra) event.extra = mask(event.extra);
  return event;
}
