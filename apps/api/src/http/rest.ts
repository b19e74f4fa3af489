import type { ContractTree } from "@mainstay/contracts";
import { callTRPCProcedure } from "@trpc/server";
import express, { type Request, Router } from "express";
import { z } from "zod";
import { bearerOf } from "../trpc/authenticate.ts";
import type { Implemented } from "../trpc/implement.ts";
import { type MakeContext, ofRequest } from "../trpc/transport.ts";
import { answerError } from "./fallback.ts";
import { type RestRoute, restRoutes, scalarType } from "./rest-routes.ts";

/** The same procedures for clients that are not TypeScript; only the way in and out differs. */
export function rest(options: {
  implemented: Implemented<ContractTree>;
  makeContext: MakeContext;
  bodyLimitBytes: number;
}): Router {
  const { implemented, makeContext, bodyLimitBytes } = options;
  const router = Router();
  router.use(express.json({ limit: bodyLimitBytes }));
  for (const route of restRoutes(implemented.contract)) {
    const method = route.method.toLowerCase() as Lowercase<RestRoute["method"]>;
    router[method](route.path.replace(/\{(\w+)\}/g, ":$1"), async (request, response) => {
      const left = new AbortController();
      response.once("close", () => left.abort());
      try {
        const credentials = { bearer: bearerOf(request.headers.authorization) };
        const data: unknown = await callTRPCProcedure({
          router: implemented.router,
          path: route.name,
          type: route.procedure.kind,
          ctx: makeContext({ credentials, ...ofRequest(request, response) }),
          getRawInput: async () => inputOf(route, request),
          signal: left.signal,
          batchIndex: 0,
        });
        // By the contract: a replayed nothing comes out of the store as null.
        if (route.procedure.output instanceof z.ZodVoid) response.status(204).end();
        else response.json(data);
      } catch (error) {
        answerError(response, error, route.name, bodyLimitBytes);
      }
    });
  }
  return router;
}

/** From the path, and from the query string or the body; a field in two places is the path's. */
function inputOf(route: RestRoute, request: Request): unknown {
  const { input } = route.procedure;
  const rest: unknown =
    route.method === "GET" || route.method === "DELETE"
      ? fromQuery(input, request.query as Record<string, unknown>)
      : ((request.body as unknown) ?? {});
  if (route.inPath.length === 0) return rest;
  if (rest === null || typeof rest !== "object" || Array.isArray(rest)) return rest;
  return { ...rest, ...fromQuery(input, request.params) };
}

/** Text becomes what the schema wants there; what does not fit is left for the schema to refuse. */
function fromQuery(schema: z.ZodType, texts: Record<string, unknown>): Record<string, unknown> {
  const shape = schema instanceof z.ZodObject ? schema.shape : {};
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => {
      const field = shape[name] as z.ZodType | undefined;
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
