import type {
  TRPCBuiltRouter,
  TRPCMutationProcedure,
  TRPCQueryProcedure,
  TRPCRouterRecord,
  TRPCSubscriptionProcedure,
} from "@trpc/server";
import type { CommonReason } from "./generated/router.ts";

/**
 * What the generated types are built of: tRPC's public types, so that everything made for tRPC's clients
 * works with this one. Plain and shallow, because an SDK user's compiler pays for each of them.
 */
export interface ErrorData<R extends string = string> {
  code: string;
  httpStatus: number;
  path?: string;
  reason: R;
  kind: string;
  details: object;
  requestId: string;
}
export interface ErrorShape<R extends string = string> {
  message: string;
  code: number;
  data: ErrorData<R>;
}
/** Newer servers may refuse with reasons that this SDK does not know. */
export type OpenReason<E extends string> = E | CommonReason | "internal" | (string & {});

interface Definition<I, O, E extends string> {
  meta: unknown;
  input: I;
  output: O;
  errorShape: ErrorShape<OpenReason<E>>;
}
export type Query<I, O, E extends string = never> = TRPCQueryProcedure<Definition<I, O, E>>;
export type Mutation<I, O, E extends string = never> = TRPCMutationProcedure<Definition<I, O, E>>;

/** One event of a subscription; after a cut the client resumes after `id` by itself. */
export interface Tracked<T> {
  id: string;
  data: T;
}
export type Subscription<I, O, E extends string = never> = TRPCSubscriptionProcedure<
  Definition<I, AsyncIterable<Tracked<O>, void, unknown>, E>
>;

interface Root {
  ctx: object;
  meta: object;
  errorShape: ErrorShape;
  // Answers are JSON and arrive as they are declared: nothing has to be computed for how they serialize.
  transformer: true;
}
export type Router<R> = TRPCBuiltRouter<Root, R & TRPCRouterRecord>;
