import type { Operation, TRPCLink } from "@trpc/client";
import type { AppRouter } from "../generated/router.ts";

export type Link = TRPCLink<AppRouter>;
export type Call = Operation;

export const keyOf = (call: Call): string | undefined => {
  const key = call.context["idempotencyKey"];
  return typeof key === "string" ? key : undefined;
};
