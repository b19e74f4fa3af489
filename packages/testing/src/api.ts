import { createServer, type ServerOptions } from "@mainstay/api";
import { createServices, type Env, type ProcessServices, readEnv } from "@mainstay/runtime";
import { inject } from "vitest";
import type { TestDatabase } from "./database.ts";

/** Keys that a test API knows. */
export const testKeys = {
  admin: "test-admin-key-0123456789",
  support: "test-support-key-0123456789",
  customer: "test-customer-key-0123456789",
} as const;

/** The environment of a process under test. Redis is used where the test asks for it. */
export function testEnv(
  database: TestDatabase,
  changes: { redis?: boolean } & Record<string, string | boolean> = {},
): Env {
  const { redis, ...variables } = changes;
  return readEnv({
    MODE: "development",
    DATABASE_URL: database.url,
    DATABASE_OWNER_URL: database.ownerUrl,
    LOG_LEVEL: "silent",
    STATIC_KEYS: Object.entries(testKeys)
      .map(([name, key]) => `${name}:${name}:${key}`)
      .join(","),
    ...(redis ? { REDIS_URL: inject("redisUrl") ?? "", REDIS_PREFIX: database.name } : {}),
    ...(variables as Record<string, string>),
  });
}

export interface TestApi extends AsyncDisposable {
  readonly url: string;
  readonly services: ProcessServices;
  close(): Promise<void>;
}

/** A whole API on a port of its own: `await using api = await testApi(database)`. */
export async function testApi(
  database: TestDatabase,
  options: Partial<ServerOptions> & { port?: number } = {},
): Promise<TestApi> {
  const env = options.env ?? testEnv(database);
  const services = await createServices(env, { name: "test-api" });
  const server = createServer({ services, ...options, env });
  const url = await server.listen(options.port);
  const close = async (): Promise<void> => {
    await server.close();
    await services.close();
  };
  return { url, services, close, [Symbol.asyncDispose]: close };
}

export interface Called {
  readonly status: number;
  readonly headers: Headers;
  /** What the procedure answered. */
  readonly data: unknown;
  /** The error's data, with its message. */
  readonly error: {
    message: string;
    reason: string;
    kind: string;
    details: Record<string, unknown>;
    requestId: string;
  } | null;
}

/** One call as the wire sees it, without the SDK's help. */
export async function call(
  url: string,
  procedure: string,
  input?: unknown,
  options: {
    key?: string;
    as?: string;
    by?: "query" | "mutation";
    headers?: Record<string, string>;
  } = {},
): Promise<Called> {
  const headers = {
    ...(options.as ? { authorization: `Bearer ${options.as}` } : {}),
    ...(options.key ? { "idempotency-key": options.key } : {}),
    ...options.headers,
  };
  const response = await (options.by === "query"
    ? fetch(
        `${url}/trpc/${procedure}?${new URLSearchParams({ input: JSON.stringify(input ?? {}) }).toString()}`,
        { headers },
      )
    : fetch(`${url}/trpc/${procedure}`, {
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
        ...(input === undefined ? {} : { body: JSON.stringify(input) }),
      }));
  const body = (await response.json()) as {
    result?: { data: unknown };
    error?: { message: string; data: NonNullable<Called["error"]> };
  };
  return {
    status: response.status,
    headers: response.headers,
    data: body.result?.data,
    error: body.error ? { ...body.error.data, message: body.error.message } : null,
  };
}
