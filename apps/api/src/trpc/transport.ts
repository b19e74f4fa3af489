import { randomUUID } from "node:crypto";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { bodyUnreadable } from "@mainstay/contracts";
import type { AnyTRPCRouter, TRPCError } from "@trpc/server";
import { createExpressMiddleware } from "@trpc/server/adapters/express";
import type { NodeHTTPCreateContextFnOptions } from "@trpc/server/adapters/node-http";
import { applyWSSHandler, type CreateWSSContextFnOptions } from "@trpc/server/adapters/ws";
import type { Express, Request, RequestHandler, Response } from "express";
import { WebSocketServer } from "ws";
import { bearerOf, type Credentials } from "./authenticate.ts";
import type { RequestContext } from "./context.ts";
import { toTrpcError } from "./errors.ts";

/** Everything that knows how calls travel: HTTP, server-sent events and WebSocket, on one path and port. */
const trpcPath = "/trpc";
const maxBatchSize = 50;

export type MakeContext = (call: {
  credentials: Credentials;
  requestId: string;
  ip: string | null;
  idempotencyKey: string | null;
  trace: string | null;
  setHeader: RequestContext["setHeader"];
}) => RequestContext;

export interface Transport {
  /**
   * Loses nothing that was accepted: calls under way are answered, subscriptions are cut so that their
   * clients come back, to another process, and resume.
   */
  close(timeoutMs: number): Promise<void>;
}

export function mountTrpc(options: {
  app: Express;
  server: Server;
  router: AnyTRPCRouter;
  makeContext: MakeContext;
  bodyLimitBytes: number;
  onUnexpected: (error: TRPCError, path: string | undefined) => void;
}): Transport {
  const { app, server, router, makeContext } = options;
  const streams = new Set<Response>();
  let answering = 0;
  let stopping = false;

  const began = (): (() => void) => {
    answering += 1;
    return () => {
      answering -= 1;
    };
  };
  // A bug inside a procedure is told by the procedure; this is for what happens around them.
  const tellUnexpected = (error: TRPCError, path: string | undefined): void => {
    if (error.code === "INTERNAL_SERVER_ERROR") options.onUnexpected(error, path);
  };
  const follow: RequestHandler = (request, response, next) => {
    if (stopping) response.setHeader("connection", "close");
    if (request.headers.accept?.includes("text/event-stream")) {
      streams.add(response);
      response.once("close", () => streams.delete(response));
    } else {
      response.once("close", began());
    }
    next();
  };
  app.use(follow);
  app.use(
    trpcPath,
    createExpressMiddleware({
      router,
      maxBodySize: options.bodyLimitBytes,
      maxBatchSize,
      // Queries with secret input must not stand in a URL; the SDK sends them by POST.
      allowMethodOverride: true,
      createContext: (call) => makeContext(ofHttp(call)),
      onError: ({ error, path }) => tellUnexpected(error, path),
    }),
  );

  const sockets = new WebSocketServer({ noServer: true, maxPayload: options.bodyLimitBytes });
  const live = applyWSSHandler({
    wss: sockets,
    router,
    keepAlive: { enabled: true, pingMs: 30_000, pongWaitMs: 5_000 },
    createContext: (connection) => ({
      ...makeContext(ofSocket(connection)),
      began,
    }),
    onError: ({ error, path }) => tellUnexpected(error, path),
  });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { pathname } = new URL(request.url ?? "/", "http://local");
    if (stopping || pathname !== trpcPath) {
      socket.end(`HTTP/1.1 ${stopping ? "503 Service Unavailable" : "404 Not Found"}\r\n\r\n`);
      return;
    }
    // As Express does it for every other request: `ip` then knows the trusted proxies.
    Object.setPrototypeOf(request, app.request);
    sockets.handleUpgrade(request, socket, head, (client) =>
      sockets.emit("connection", client, request),
    );
  });

  return {
    async close(timeoutMs) {
      stopping = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // Cut, not ended: a stream that ends says "complete", and its client would not come back.
      for (const stream of streams) stream.destroy();
      live.broadcastReconnectNotification();
      const until = performance.now() + timeoutMs;
      while (answering > 0 && performance.now() < until) await sleep(20);
      // The last answers are on their way to the sockets.
      await sleep(50);
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      server.closeIdleConnections();
      const cut = setTimeout(() => server.closeAllConnections(), 1_000);
      await closed;
      clearTimeout(cut);
    },
  };
}

function ofHttp({
  req,
  res,
  info,
}: NodeHTTPCreateContextFnOptions<Request, Response>): Parameters<MakeContext>[0] {
  // A batch shares its headers, and so would share one idempotency key.
  if (info.type === "mutation" && info.calls.length > 1) {
    throw toTrpcError(bodyUnreadable({ problem: "mutations cannot be batched" }));
  }
  return {
    credentials: {
      bearer: bearerOf(req.headers.authorization),
      ticket: info.type === "subscription" ? info.connectionParams?.["ticket"] : undefined,
    },
    ...ofRequest(req, res),
  };
}

/** What a context needs of any HTTP request; the REST face uses it too. */
export function ofRequest(
  req: Request,
  res: Response,
): Omit<Parameters<MakeContext>[0], "credentials"> {
  return {
    requestId: requestIdOf(res),
    ip: req.ip ?? null,
    idempotencyKey: req.get("idempotency-key") ?? null,
    trace: req.get("traceparent") ?? null,
    setHeader: (name, value) => {
      if (!res.headersSent) res.setHeader(name, value);
    },
  };
}

function ofSocket({ req, info }: CreateWSSContextFnOptions): Parameters<MakeContext>[0] {
  const { token, ticket } = info.connectionParams ?? {};
  return {
    credentials: { bearer: token ?? bearerOf(req.headers.authorization), ticket },
    requestId: randomUUID(),
    ip: (req as Request).ip ?? null,
    idempotencyKey: null,
    trace: null,
    setHeader: () => {},
  };
}

/** In, where a caller or proxy has one that is safe to log; and out, in every answer. */
export const requestId: RequestHandler = (req, res, next) => {
  const given = req.get("x-request-id");
  const id = given !== undefined && /^[\w.-]{8,64}$/.test(given) ? given : randomUUID();
  res.setHeader("x-request-id", id);
  next();
};
export const requestIdOf = (res: ServerResponse): string => String(res.getHeader("x-request-id"));
