import type { IncomingMessage } from "node:http";
import {
  type AnyTRPCProcedure,
  type AnyTRPCRouter,
  getTRPCErrorFromUnknown,
  TRPCError,
} from "@trpc/server";
import type { NodeHTTPCreateContextFnOptions } from "@trpc/server/adapters/node-http";
import { getErrorShape, getHTTPStatusCode } from "@trpc/server/unstable-core-do-not-import";
import type { Request, RequestHandler, Response } from "express";
import { type CacheSeconds, tellCaches, tellNotToKeep } from "../http/tell-caches.ts";
import type { RequestContext } from "./context.ts";

type Occasion = NodeHTTPCreateContextFnOptions<Request, Response>;

interface Options {
  readonly router: AnyTRPCRouter;
  readonly createContext: (occasion: Occasion) => RequestContext | Promise<RequestContext>;
  readonly cacheSeconds: CacheSeconds;
  readonly bodyLimitBytes: number;
  readonly maxBatchSize: number;
  readonly onError: (told: { error: TRPCError; path: string }) => void;
}

/**
 * Answers plain JSON calls as the stock adapter does, without its way over web requests, responses and
 * streams, which costs more than all the rest of a call. Whatever is not one is left to the adapter.
 */
export function directCalls(options: Options): RequestHandler {
  const procedures = options.router._def.procedures as Record<string, AnyTRPCProcedure>;
  return async (request, response, next) => {
    const calls = callsOf(procedures, request, options);
    if (calls) await answer(options, calls, request, response);
    else next();
  };
}

interface Calls {
  readonly type: "query" | "mutation";
  readonly isBatch: boolean;
  readonly paths: readonly string[];
  readonly procedures: readonly AnyTRPCProcedure[];
  /** As the address has it; null where the body has it. */
  readonly inputText: string | null;
  /** For how long all of its answers may be kept; null where one of them must not be. */
  readonly keepSeconds: number | null;
}

/** Null where anything is unusual, unknown or wrong. */
function callsOf(
  known: Record<string, AnyTRPCProcedure>,
  request: Request,
  { maxBatchSize, cacheSeconds }: Options,
): Calls | null {
  const { method, headers } = request;
  // Express parses it anew at each look.
  const { query } = request;
  if (method !== "GET" && method !== "POST") return null;
  if (method === "POST" && !/^application\/json *(;|$)/i.test(headers["content-type"] ?? "")) {
    return null;
  }
  if (method === "GET" && headers["content-type"] !== undefined) return null;
  if (headers["trpc-accept"] !== undefined || query["connectionParams"] !== undefined) return null;
  const path = request.path.slice(1);
  const isBatch = query["batch"] === "1";
  const paths = isBatch ? path.split(",") : [path];
  if (paths.length > maxBatchSize) return null;
  const procedures = paths.map((one) => (Object.hasOwn(known, one) ? known[one] : undefined));
  const type = procedures[0]?._def.type;
  if (type !== "query" && type !== "mutation") return null;
  if (type === "mutation" && method === "GET") return null;
  if (!procedures.every((one) => one?._def.type === type)) return null;
  const { input = "" } = query;
  if (typeof input !== "string") return null;
  return {
    type,
    isBatch,
    paths,
    procedures: procedures.filter((one) => one !== undefined),
    inputText: method === "POST" ? null : input,
    keepSeconds: method === "GET" ? shortest(paths, cacheSeconds) : null,
  };
}

function shortest(paths: readonly string[], known: CacheSeconds): number | null {
  const seconds = paths.map((path) => known.get(path));
  return seconds.every((one) => one !== undefined) ? Math.min(...seconds) : null;
}

async function answer(
  options: Options,
  calls: Calls,
  request: Request,
  response: Response,
): Promise<void> {
  const { router, onError } = options;
  const { _config: config } = router._def;
  const { type, isBatch, paths, procedures } = calls;
  const left = new AbortController();
  response.once("close", () => {
    if (!response.writableEnded) left.abort();
  });
  let ctx: RequestContext | undefined;
  const failed = (cause: unknown, path: string, input: unknown) => {
    const error = getTRPCErrorFromUnknown(cause);
    onError({ error, path });
    return { error: getErrorShape({ config, ctx, error, input, path, type }) };
  };
  const inputs = inputsOf(calls, request, options.bodyLimitBytes);
  try {
    ctx = await options.createContext({
      req: request,
      res: response,
      info: { type, isBatchCall: isBatch, calls: paths, connectionParams: null } as never,
    });
  } catch (cause) {
    const refusals = paths.map((path) => failed(cause, path, undefined));
    const body = isBatch ? refusals : refusals[0];
    send(calls, request, response, body);
    return;
  }
  const answers = await Promise.all(
    procedures.map(async (procedure, index) => {
      const path = paths[index] ?? "";
      let input: unknown;
      const getRawInput = async (): Promise<unknown> => (input = await inputs(index));
      try {
        const data: unknown = await procedure({
          path,
          getRawInput,
          ctx,
          type,
          signal: left.signal,
          batchIndex: index,
        });
        return { result: { data } };
      } catch (cause) {
        return failed(cause, path, input);
      }
    }),
  );
  const body = isBatch ? answers : answers[0];
  send(calls, request, response, body);
}

function send({ keepSeconds }: Calls, request: Request, response: Response, body: unknown): void {
  const text = JSON.stringify(body);
  response.statusCode = getHTTPStatusCode(body as never);
  if (keepSeconds !== null) {
    if (response.statusCode !== 200) tellNotToKeep(response);
    else if (tellCaches(request, response, text, keepSeconds)) {
      response.end();
      return;
    }
  }
  response.setHeader("content-type", "application/json");
  response.setHeader("content-length", Buffer.byteLength(text));
  response.end(text);
}

/** The input of each call; read when the first of them asks. */
function inputsOf(
  { isBatch, inputText }: Calls,
  request: Request,
  limitBytes: number,
): (index: number) => Promise<unknown> {
  const read = async (): Promise<unknown> => {
    try {
      const text = inputText ?? (await textOf(request, limitBytes));
      return text === "" && inputText !== null ? undefined : (JSON.parse(text) as unknown);
    } catch (cause) {
      if (cause instanceof TRPCError) throw cause;
      throw new TRPCError({ code: "BAD_REQUEST", message: (cause as Error).message, cause });
    }
  };
  let reading: Promise<unknown> | undefined;
  return async (index) => {
    const whole = await (reading ??= read());
    if (!isBatch || whole === undefined) return whole;
    if (whole === null || typeof whole !== "object" || Array.isArray(whole)) {
      throw new TRPCError({
        code: "BAD_REQUEST",
        message: "The input of a batch is an object of inputs by number",
      });
    }
    return (whole as Record<string, unknown>)[index];
  };
}

function textOf(request: IncomingMessage, limitBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const tooLarge = (): void => {
      // What still comes is let go by.
      request.removeAllListeners("data").resume();
      reject(new TRPCError({ code: "PAYLOAD_TOO_LARGE" }));
    };
    if (Number(request.headers["content-length"] ?? 0) > limitBytes) {
      tooLarge();
      return;
    }
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > limitBytes) tooLarge();
      else chunks.push(chunk);
    });
    request.once("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
    request.once("error", reject);
    request.once("close", () => reject(new TRPCError({ code: "CLIENT_CLOSED_REQUEST" })));
  });
}
