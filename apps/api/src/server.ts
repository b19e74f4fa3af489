import { createServer as createHttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { ContractTree } from "@mainstay/contracts";
import {
  Access,
  type AnyTemplate,
  type Services,
  templates as productTemplates,
  uploadMs,
} from "@mainstay/core";
import type { Env } from "@mainstay/runtime";
import type { TRPCError } from "@trpc/server";
import cors from "cors";
import express from "express";
import helmet from "helmet";
import { adminSignIn, signInPath } from "./http/admin-sign-in.ts";
import { adminsOnly } from "./http/admins-only.ts";
import { bodyWithin } from "./http/body-time.ts";
import { devMail } from "./http/dev-mail.ts";
import { docs } from "./http/docs.ts";
import { answerNothingHere, answerUnexpected } from "./http/fallback.ts";
import { fileRoutes } from "./http/files.ts";
import { health, type Readiness } from "./http/health.ts";
import { rest } from "./http/rest.ts";
import { signingKeys } from "./http/signing-keys.ts";
import { cacheSecondsOf } from "./http/tell-caches.ts";
import { telegramUpdates } from "./http/telegram.ts";
import { product } from "./router.ts";
import { createAuthenticate } from "./trpc/authenticate.ts";
import type { Observer } from "./trpc/context.ts";
import { Guesses } from "./trpc/guesses.ts";
import type { Implemented } from "./trpc/implement.ts";
import { isNews } from "./trpc/errors.ts";
import { createReadPage } from "./trpc/page.ts";
import { type MakeContext, mountTrpc, requestId, shouldUpgrade } from "./trpc/transport.ts";

export interface ServerOptions {
  env: Env;
  services: Services;
  /** Another contract than the product's: for tests and benchmarks. */
  implemented?: Implemented<ContractTree>;
  /** Other mails than the product's, for their preview: for tests. */
  templates?: readonly AnyTemplate[];
  /** Told of every call: logs and metrics. */
  observe?: Observer;
  /** What `/readyz` asks besides whether this server is going down. */
  readiness?: Readiness;
  /** Adds pages of the process: metrics, the queue board. */
  mount?: (app: express.Express, adminsOnly: express.RequestHandler) => void;
}

export interface ApiServer extends AsyncDisposable {
  /** Answers with the URL it can be called at. */
  listen(port?: number, host?: string): Promise<string>;
  close(): Promise<void>;
}

/** The API without its process; tests and `main.ts` make the same one. */
export function createServer(options: ServerOptions): ApiServer {
  const { env, services, implemented = product } = options;
  const app = express();
  // For the way in; how long an answer may take is the guards' to see to.
  const bodyMs = env.REQUEST_TIMEOUT_MS;
  const server = createHttpServer(
    {
      shouldUpgradeCallback: shouldUpgrade,
      headersTimeout: bodyMs,
      // Of the slowest there is, which is an upload; all others have `bodyWithin`.
      requestTimeout: uploadMs + bodyMs,
      connectionsCheckingInterval: Math.min(bodyMs, 30_000),
    },
    app,
  );
  const access = new Access(services);
  const authenticate = createAuthenticate(env, services, access);
  const guesses = new Guesses(services);
  const readPage = createReadPage(env, services.settings);
  const makeContext: MakeContext = (call) => ({
    services,
    caller: authenticate(call.credentials, call),
    guesses,
    bodyLimitBytes: env.BODY_LIMIT_BYTES,
    timeoutMs: env.REQUEST_TIMEOUT_MS,
    observe: options.observe ?? (() => {}),
    open: { count: 0 },
    ...call,
  });
  let stopping: Promise<void> | null = null;

  app.disable("x-powered-by");
  app.disable("etag");
  app.set("trust proxy", env.TRUST_PROXY);
  app.use(bodyWithin(bodyMs));
  app.use(requestId);
  app.use(health(options.readiness ?? (async () => []), () => stopping !== null));
  app.use(helmet({ strictTransportSecurity: env.MODE === "production" }));
  app.use(
    cors({
      origin: [...env.CORS_ORIGINS, new URL(env.PAY_URL).origin],
      credentials: true,
      maxAge: 600,
      exposedHeaders: [
        "deprecation",
        "etag",
        "sunset",
        "idempotency-replayed",
        "ratelimit-limit",
        "ratelimit-policy",
        "ratelimit-remaining",
        "ratelimit-reset",
        "retry-after",
        "x-request-id",
      ],
    }),
  );
  const tellUnexpected = (error: TRPCError, path: string | undefined): void => {
    if (!isNews(error)) return;
    // What anybody can send is no fault of ours, and must not fill the log with stacks.
    if (isOfWire(error.cause)) {
      services.log.info(
        { code: error.cause.code, path },
        "a connection was ended for what it sent",
      );
      return;
    }
    services.log.error({ err: error, path }, "a call failed outside its procedure");
  };
  const transport = mountTrpc({
    app,
    server,
    router: implemented.router,
    makeContext,
    readPage,
    cacheSeconds: cacheSecondsOf(implemented.contract),
    bodyLimitBytes: env.BODY_LIMIT_BYTES,
    onError: tellUnexpected,
  });
  app.use(signingKeys(services.tokens));
  app.use(telegramUpdates(services));
  app.use(fileRoutes(services, bodyMs));
  app.use(docs(implemented, env));
  app.use(devMail(env, services, options.templates ?? productTemplates));
  app.use(
    "/api/v1",
    rest({
      implemented,
      makeContext,
      readPage,
      onError: tellUnexpected,
      bodyLimitBytes: env.BODY_LIMIT_BYTES,
    }),
  );
  app.use(signInPath, adminSignIn({ implemented, makeContext, readPage, onError: tellUnexpected }));
  const hasKeys = env.STATIC_KEYS.length > 0;
  options.mount?.(app, adminsOnly({ authenticate, readPage, hasKeys }));
  app.use(answerNothingHere);
  app.use(answerUnexpected(services.log));

  const stop = async (): Promise<void> => {
    await transport.close(env.SHUTDOWN_TIMEOUT_MS);
    access.close();
  };
  const close = (): Promise<void> => (stopping ??= stop());
  return {
    listen: (port = 0, host = "127.0.0.1") =>
      new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, host, () => {
          server.off("error", reject);
          const address = server.address() as AddressInfo;
          resolve(`http://${host.includes(":") ? `[${host}]` : host}:${address.port}`);
        });
      }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** A frame that is too large, or none at all: `ws` says so by a code. */
const isOfWire = (cause: unknown): cause is Error & { code: string } =>
  cause instanceof Error && "code" in cause && String(cause.code).startsWith("WS_ERR_");
