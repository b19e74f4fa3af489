import type { IncomingMessage } from "node:http";
import type { Request, RequestHandler, Response } from "express";

const running = new WeakMap<IncomingMessage, NodeJS.Timeout>();

/**
 * A body has so long to come, or its connection is ended: whoever sends slowly would hold it for nothing. The
 * server's own limit is one for all requests, and long enough for the slowest of them.
 */
export const bodyWithin =
  (ms: number): RequestHandler =>
  (request, response, next) => {
    if (hasBody(request)) endAfter(ms, request, response);
    next();
  };

/** Until then for this one, as long as it keeps coming. */
export function giveBodyTime(
  request: Request,
  response: Response,
  { until, idleMs }: { until: Date; idleMs: number },
): void {
  endAfter(until.getTime() - Date.now(), request, response);
  // The socket's own, which the server sets anew for the next request.
  request.setTimeout(idleMs, () => end(request, response));
}

function endAfter(ms: number, request: Request, response: Response): void {
  const before = running.get(request);
  clearTimeout(before);
  running.set(
    request,
    setTimeout(() => end(request, response), ms),
  );
  // Also of a body that nobody reads: it is read past, and closes at its end.
  if (before === undefined) request.once("close", () => clearTimeout(running.get(request)));
}

function end(request: Request, response: Response): void {
  if (request.complete) return;
  // As the server says it of what it ends itself; past the call, which then finds its caller gone.
  if (response.socket?.writable && !response.headersSent) {
    response.socket.write("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n");
  }
  request.socket.destroy();
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
