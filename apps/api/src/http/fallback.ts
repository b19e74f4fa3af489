import { bodyUnreadable, procedureUnknown } from "@mainstay/contracts";
import type { Logger } from "@mainstay/core";
import type { ErrorRequestHandler, RequestHandler, Response } from "express";
import { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { publicError, toTrpcError } from "../trpc/errors.ts";
import { requestIdOf } from "../trpc/transport.ts";

/** A failure as REST tells it. */
export function answerError(
  response: Response,
  thrown: unknown,
  path: string,
  bodyLimitBytes = 0,
): void {
  const error = toTrpcError(thrown);
  response.status(getHTTPStatusCodeFromError(error)).json({
    error: { ...publicError(error, path, bodyLimitBytes), requestId: requestIdOf(response) },
  });
}

export const answerNothingHere: RequestHandler = (request, response) => {
  answerError(
    response,
    procedureUnknown({ path: `${request.method} ${request.path}` }),
    request.path,
  );
};

/** What Express itself refuses has a status; anything else is a bug. */
export const answerUnexpected =
  (log: Logger): ErrorRequestHandler =>
  (error: { status?: number; type?: string; limit?: number }, request, response, next) => {
    if (response.headersSent) {
      next(error);
    } else if (error.type === "entity.too.large") {
      answerError(
        response,
        new TRPCError({ code: "PAYLOAD_TOO_LARGE" }),
        request.path,
        error.limit,
      );
    } else if (error.status !== undefined && error.status < 500) {
      const problem =
        error.type === "entity.parse.failed"
          ? "it is not JSON"
          : "its address or body is malformed";
      answerError(response, bodyUnreadable({ problem }), request.path);
    } else {
      log.error({ err: error, requestId: requestIdOf(response) }, "a request failed");
      answerError(response, error, request.path);
    }
  };
