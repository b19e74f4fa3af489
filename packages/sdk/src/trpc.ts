import type { TRPCClient } from "@trpc/client";
import type { Mainstay } from "./client.ts";
import type { AppRouter } from "./trpc-router.ts";

export type { AppRouter, ErrorShape } from "./trpc-router.ts";

/** The same client, as tRPC's types have it. */
export const trpcClient = (mainstay: Mainstay): TRPCClient<AppRouter> =>
  mainstay as unknown as TRPCClient<AppRouter>;
