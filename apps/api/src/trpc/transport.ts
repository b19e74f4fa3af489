import { randomUUID } from "node:crypto";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { isIP } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { bodyUnreadable } from "@mainstay/contracts";
import type { AnyTRPCRouter, TRPCError } from "@trpc/server";
import { createExpressMiddleware } from "@trpc/server/adapters/express";
import type { NodeHTTPCreateContextFnOptions } from "@trpc/server/adapters/node-http";
import { applyWSSHandler, type CreateWSSContextFnOptions } from "@trpc/server/adapters/ws";
import type { Express, Request, RequestHandler, Response } from "express";
import { WebSocketServer } from "ws";
import type { CacheSeconds } from "../http/tell-caches.ts";
import { bearerOf, type Credentials } from "./authenticate.ts";
import type { RequestContext } from "./context.ts";
import { directCalls } from "./direct-calls.ts";
import { toTrpcError } from "./errors.ts";
import type { Page, ReadPage } from "./page.ts";
import { cutStalled, keepAlive, untilTaken } from "./slow-clients.ts";

/** Everything that knows how calls travel: HTTP, server-sent events and WebSocket, on one path and port. */
const trpcPath = "/trpc";
const maxBatchSize = 50;

export type MakeContext = (call: {
  credentials: Credentials;
  page: Page;
  requestId: string;
  ip: string | null;
  userAgent: string | null;
  idempotencyKey: string | null;
  sdk: string | null;
  trace: string | null;
  carries: RequestContext["carries"];
  taken: RequestContext["taken"];
  knowsMarks: boolean;
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
  readPage: ReadPage;
  cacheSeconds: CacheSeconds;
  bodyLimitBytes: number;
  /** Told of every error, expected or not. */
  onError: (error: TRPCError, path: string | undefined) => void;
}): Transport {
  const { app, server, router, makeContext, readPage } = options;
  const answering = new Set<Response>();
  const streams = new Set<Response>();
  let stopping = false;

  const follow: RequestHandler = (_request, response, next) => {
    if (stopping) response.setHeader("connection", "close");
    answering.add(response);
    response.once("close", () => {
      answering.delete(response);
      streams.delete(response);
    });
    next();
  };
  app.use(follow);
  app.use(
    trpcPath,
    directCalls({
      router,
      createContext: (call) => makeContext(ofHttp(call, readPage)),
      cacheSeconds: options.cacheSeconds,
      bodyLimitBytes: options.bodyLimitBytes,
      maxBatchSize,
      onError: ({ error, path }) => options.onError(error, path),
    }),
    createExpressMiddleware({
      router,
      maxBodySize: options.bodyLimitBytes,
      maxBatchSize,
      // Queries with secret input must not stand in a URL; the SDK sends them by POST.
      allowMethodOverride: true,
      createContext(call) {
        if (call.info.type === "subscription" && answering.delete(call.res)) {
          streams.add(call.res);
          cutStalled(call.res);
        }
        return makeContext(ofHttp(call, readPage));
      },
      onError: ({ error, path }) => options.onError(error, path),
    }),
  );

  const sockets = new WebSocketServer({ noServer: true, maxPayload: options.bodyLimitBytes });
  const live = applyWSSHandler({
    wss: sockets,
    router,
    createContext: (connection) => makeContext(ofSocket(connection, readPage)),
    onError: ({ error, path }) => options.onError(error, path),
  });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Node gives an upgraded socket away without listeners: a reset would end the process.
    socket.on("error", () => socket.destroy());
    const { url = "/", headers } = request;
    const [path] = url.split("?", 1);
    if (stopping) refuseUpgrade(socket, "503 Service Unavailable");
    else if (path !== trpcPath) refuseUpgrade(socket, "404 Not Found");
    // tRPC makes a URL of both, and does not expect that to fail.
    else if (!URL.canParse(url, `http://${headers.host ?? "local"}`)) {
      refuseUpgrade(socket, "400 Bad Request");
    } else {
      // As Express does it for every other request: `ip` then knows the trusted proxies.
      Object.setPrototypeOf(request, app.request);
      sockets.handleUpgrade(request, socket, head, (client) => {
        cutStalled(request.socket);
        keepAlive(client);
        sockets.emit("connection", client, request);
      });
    }
  });

  return {
    async close(timeoutMs) {
      stopping = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // Cut, not ended: a stream that ends says "complete", and its client would not come back.
      for (const stream of streams) stream.destroy();
      live.broadcastReconnectNotification();
      const until = performance.now() + timeoutMs;
      while (answering.size > 0 && performance.now() < until) await sleep(20);
      // The last answers are on their way to the sockets.
      await sleep(50);
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      server.closeIdleConnections();
      await Promise.race([closed, sleep(1_000, null, { ref: false })]);
      server.closeAllConnections();
    },
  };
}

/** Its socket is nobody's from here on, and would stay open for as long as the client likes. */
const refuseUpgrade = (socket: Duplex, status: string): void =>
  void socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`, () => socket.destroy());

/** Of the calls that the server takes over any other upgrade, such as `h2c`, none would be answered. */
export const shouldUpgrade = ({ headers }: IncomingMessage): boolean =>
  headers.upgrade?.toLowerCase() === "websocket";

function ofHttp(
  { req, res, info }: NodeHTTPCreateContextFnOptions<Request, Response>,
  readPage: ReadPage,
): Parameters<MakeContext>[0] {
  // A batch shares its headers, and so would share one idempotency key.
  if (info.type === "mutation" && info.calls.length > 1) {
    throw toTrpcError(bodyUnreadable({ problem: "mutations cannot be batched" }));
  }
  const call = ofRequest(req, res, readPage);
  const ticket = info.type === "subscription" ? info.connectionParams?.["ticket"] : undefined;
  return { ...call, credentials: { ...call.credentials, ticket } };
}

/** What a context needs of any HTTP request; the REST face uses it too. */
export function ofRequest(
  req: Request,
  res: Response,
  readPage: ReadPage,
): Parameters<MakeContext>[0] {
  const page = readPage(req, res);
  return {
    credentials: { bearer: bearerOf(req.headers.authorization), cookie: page.session },
    page,
    requestId: requestIdOf(res),
    ip: ipOf(req),
    userAgent: req.get("user-agent") ?? null,
    carries: "calls",
    // A stream of server-sent events is not asked for more before its client has taken what there was.
    taken: async () => {},
    // Readers other than the SDK were promised events and one mark.
    knowsMarks: req.query["marks"] === "1",
    idempotencyKey: req.get("idempotency-key") ?? null,
    sdk: sdkOf(req.get("x-mainstay-sdk")),
    trace: req.get("traceparent") ?? null,
    setHeader: (name, value) => {
      if (!res.headersSent) res.setHeader(name, value);
    },
  };
}

function ofSocket(
  { req, res, info }: CreateWSSContextFnOptions,
  readPage: ReadPage,
): Parameters<MakeContext>[0] {
  const token = info.connectionParams?.["token"];
  const page = readPage(req, null);
  return {
    credentials: { bearer: token ?? bearerOf(req.headers.authorization), cookie: page.session },
    page,
    requestId: randomUUID(),
    ip: ipOf(req as Request),
    userAgent: req.headers["user-agent"] ?? null,
    carries: "subscriptions",
    taken: (signal) => untilTaken(res, signal),
    knowsMarks: true,
    idempotencyKey: null,
    sdk: null,
    trace: null,
    setHeader: () => {},
  };
}

/** Only versions as they are published: it becomes a name in the metrics, and callers could make up many. */
const sdkOf = (told: string | undefined): string | null =>
  /^\d{1,2}\.\d{1,2}\.\d{1,2}/.exec(told ?? "")?.[0] ?? null;

/** What a proxy says of a caller can be anything; some append the port. */
function ipOf({ ip }: Request): string | null {
  const bare = ip
    ?.replace(/^\[(.*)\](:\d+)?$/, "$1")
    .replace(/^(\d+(\.\d+){3}):\d+$/, "$1")
    .replace(/%.*$/, "");
  return bare !== undefined && isIP(bare) !== 0 ? bare : null;
}

/** In, where a caller or proxy has one that is safe to log; and out, in every answer. */
export const requestId: RequestHandler = (req, res, next) => {
  const given = req.get("x-request-id");
  const id = given !== undefined && /^[\w.-]{8,64}$/.test(given) ? given : randomUUID();
  res.setHeader("x-request-id", id);
  next();
};
export const requestIdOf = (res: ServerResponse): string => String(res.getHeader("x-request-id"));
