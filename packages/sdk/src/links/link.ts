import type { Operation, TRPCClientError, TRPCLink } from "@trpc/client";
import type { MainstayError } from "../errors.ts";
import type { AppRouter } from "../trpc-router.ts";

export type Link = TRPCLink<AppRouter>;
export type Call = Operation;

export const keyOf = (call: Call): string | undefined => {
  const key = call.context["idempotencyKey"];
  return typeof key === "string" ? key : undefined;
};

/** It is one of tRPC's, which its own type keeps to itself. */
export const forTrpc = (error: MainstayError): TRPCClientError<AppRouter> =>
  error as unknown as TRPCClientError<AppRouter>;
