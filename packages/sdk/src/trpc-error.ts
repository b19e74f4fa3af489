import { TRPCClientError } from "@trpc/client";

type ErrorClass = new (message: string, options: { cause?: Error; result: object }) => Error;

/**
 * tRPC lets its own errors through and wraps others; code made for tRPC's clients reads `data`. Its types
 * stay out of what a user's compiler reads.
 */
export const TrpcError: ErrorClass = TRPCClientError as unknown as ErrorClass;
