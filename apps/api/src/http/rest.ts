import { bodyUnreadable, type ContractTree, inputInvalid, methodWrong } from "@mainstay/contracts";
import { callTRPCProcedure, TRPCError } from "@trpc/server";
import express, { type Request, Router } from "express";
import { z } from "zod";
import { toTrpcError } from "../trpc/errors.ts";
import type { Implemented } from "../trpc/implement.ts";
import type { ReadPage } from "../trpc/page.ts";
import { type MakeContext, ofRequest } from "../trpc/transport.ts";
import { answerError } from "./fallback.ts";
import { tellCaches, tellNotToKeep } from "./tell-caches.ts";
import { type RestRoute, restRoutes, scalarType } from "./rest-routes.ts";

/** The same procedures for clients that are not TypeScript; only the way in and out differs. */
export function rest(options: {
  implemented: Implemented<ContractTree>;
  makeContext: MakeContext;
  readPage: ReadPage;
  /** Told of every error, expected or not. */
  onError: (error: TRPCError, path: string) => void;
  bodyLimitBytes: number;
}): Router {
  const { implemented, makeContext, readPage, onError, bodyLimitBytes } = options;
  const router = Router();
  const methods = new Map<string, string[]>();
  router.use(express.json({ limit: bodyLimitBytes }));
  for (const route of restRoutes(implemented.contract)) {
    const method = route.method.toLowerCase() as Lowercase<RestRoute["method"]>;
    const path = route.path.replace(/\{(\w+)\}/g, ":$1");
    methods.set(path, [...(methods.get(path) ?? []), route.method]);
    const keep = route.method === "GET" ? route.procedure.cache : undefined;
    router[method](path, async (request, response) => {
      const left = new AbortController();
      response.once("close", () => left.abort());
      try {
        const data: unknown = await callTRPCProcedure({
          router: implemented.router,
          path: route.name,
          type: route.procedure.kind,
          ctx: makeContext(ofRequest(request, response, readPage)),
          getRawInput: async () => inputOf(route, request),
          signal: left.signal,
          batchIndex: 0,
        });
        // By the contract: a replayed nothing comes out of the store as null.
        if (route.procedure.output instanceof z.ZodVoid) response.status(204).end();
        else if (keep) {
          const body = JSON.stringify(data);
          if (tellCaches(request, response, body, keep.seconds)) response.end();
          else response.type("json").send(body);
        } else response.json(data);
      } catch (error) {
        if (keep) tellNotToKeep(response);
        onError(toTrpcError(error), route.name);
        answerError(response, error, route.name, bodyLimitBytes);
      }
    });
  }
  for (const [path, allowed] of methods) {
    router.all(path, (request, response) => {
      response.setHeader("allow", allowed.join(", "));
      const cause = methodWrong({ path: request.path, method: request.method });
      answerError(response, new TRPCError({ code: "METHOD_NOT_SUPPORTED", cause }), request.path);
    });
  }
  return router;
}

/** From the path, and from the query string or the body; a field in two places must be the same. */
function inputOf(route: RestRoute, request: Request): unknown {
  const { input } = route.procedure;
  const given: unknown =
    route.method === "GET" || route.method === "DELETE"
      ? fromQuery(input, request.query as Record<string, unknown>)
      : bodyOf(request);
  if (route.inPath.length === 0) return given;
  if (given === null || typeof given !== "object" || Array.isArray(given)) return given;
  const inPath = fromQuery(input, request.params);
  const other = route.inPath.find(
    (field) => Object.hasOwn(given, field) && (given as typeof inPath)[field] !== inPath[field],
  );
  if (other === undefined) return { ...given, ...inPath };
  const issue = { path: other, message: "is not what the address says" };
  throw inputInvalid({ summary: `${issue.path} ${issue.message}`, issues: [issue] });
}

/** Nothing is an empty input; a form, which some clients send unasked, is not. */
function bodyOf(request: Request): unknown {
  const body: unknown = request.body;
  if (body !== undefined) return body;
  const { "content-length": length = "0", "transfer-encoding": encoding } = request.headers;
  if (length === "0" && encoding === undefined) return {};
  throw bodyUnreadable({ problem: "its content-type is not application/json" });
}

/** Text becomes what the schema wants there; what does not fit is left for the schema to refuse. */
function fromQuery(schema: z.ZodType, texts: Record<string, unknown>): Record<string, unknown> {
  const shape = schema instanceof z.ZodObject ? schema.shape : {};
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => {
      // A caller may name a field like what every object has.
      const field = Object.hasOwn(shape, name) ? (shape[name] as z.ZodType) : undefined;
      return [name, field ? fromText(scalarType(field), text) : text];
    }),
  );
}

function fromText(type: ReturnType<typeof scalarType>, text: unknown): unknown {
  if (type === "number" && typeof text === "string" && text.trim() !== "") {
    const number = Number(text);
    return Number.isNaN(number) ? text : number;
  }
  if (type === "boolean" && (text === "true" || text === "false")) return text === "true";
  return text;
}
