import type {
  TRPCBuiltRouter,
  TRPCMutationProcedure,
  TRPCQueryProcedure,
  TRPCRouterRecord,
  TRPCSubscriptionProcedure,
} from "@trpc/server";
import type { Api } from "./generated/router.ts";
import type { Mutation, OpenReason, Query, Subscription, Tracked } from "./procedure-types.ts";

/** The API as tRPC's types have it, for what is made for tRPC's clients. */
export type AppRouter = TRPCBuiltRouter<Root, RecordOf<Api>>;

export interface ErrorShape<R extends string = string> {
  message: string;
  code: number;
  data: {
    code: string;
    httpStatus: number;
    path?: string;
    reason: R;
    kind: string;
    details: object;
    requestId: string;
  };
}
interface Root {
  ctx: object;
  meta: object;
  errorShape: ErrorShape;
  // Answers are JSON and arrive as they are declared: nothing has to be computed for how they serialize.
  transformer: true;
}
interface Definition<I, O, E extends string> {
  meta: unknown;
  input: I;
  output: O;
  errorShape: ErrorShape<OpenReason<E>>;
}
type ProcedureOf<P> =
  P extends Query<infer I, infer O, infer E>
    ? TRPCQueryProcedure<Definition<I, O, E>>
    : P extends Mutation<infer I, infer O, infer E>
      ? TRPCMutationProcedure<Definition<I, O, E>>
      : P extends Subscription<infer I, infer O, infer E>
        ? TRPCSubscriptionProcedure<Definition<I, AsyncIterable<Tracked<O>, void, unknown>, E>>
        : P extends object
          ? RecordOf<P>
          : never;
type RecordOf<T> = { [K in keyof T]: ProcedureOf<T[K]> } & TRPCRouterRecord;
