import {
  type ContractTree,
  DomainError,
  isProcedure,
  methodWrong,
  type Procedure,
  rateLimited,
} from "@mainstay/contracts";
import type { PreparedUseCase, UseCase } from "@mainstay/core";
import { continueTrace, span } from "@mainstay/runtime";
import { type AnyTRPCRouter, initTRPC, tracked, TRPCError } from "@trpc/server";
import { z } from "zod";
import type { RequestContext } from "./context.ts";
import { type ErrorData, markTold, publicError, toTrpcError } from "./errors.ts";
import {
  answerMutation,
  answerQuery,
  answerSubscription,
  type Answered,
  type Bound,
} from "./guards.ts";

const t = initTRPC.context<RequestContext>().create({
  sse: {
    ping: { enabled: true, intervalMs: 15_000 },
    client: { reconnectAfterInactivityMs: 30_000 },
  },
  errorFormatter({ shape, error, path, ctx }) {
    const { message, ...told } = publicError(error, path ?? "", ctx?.bodyLimitBytes ?? 0);
    const { code, httpStatus } = shape.data;
    const data: ErrorData = {
      code,
      httpStatus,
      path: path ?? "",
      ...told,
      requestId: ctx?.requestId ?? "",
    };
    return { ...shape, message, data };
  },
});

// oxlint-disable-next-line typescript/no-explicit-any -- what was prepared is between a use case's two functions
type Handler<P extends Procedure> = UseCase<P> | PreparedUseCase<P, any>;

export type Handlers<T extends ContractTree> = {
  readonly [K in keyof T]: T[K] extends Procedure
    ? Handler<T[K]>
    : T[K] extends ContractTree
      ? Handlers<T[K]>
      : never;
};

/** A router that implements exactly the contract `T`. */
export interface Implemented<T extends ContractTree> {
  readonly contract: T;
  readonly router: AnyTRPCRouter;
}

/**
 * Binds use cases to their contract. Everything around a use case comes from the contract; a missing,
 * extra or wrongly typed handler does not compile.
 */
export function implement<const T extends ContractTree>(
  contract: T,
  handlers: NoInfer<Handlers<T>>,
): Implemented<T> {
  return { contract, router: routerOf(contract, handlers as HandlerTree) };
}

/** The whole product: every module of the contract, implemented. */
export const assemble = <const T extends Record<string, ContractTree>>(
  contract: T,
  modules: { readonly [K in keyof T]: Implemented<T[K]> },
): Implemented<T> => ({
  contract,
  router: t.router(
    Object.fromEntries(Object.entries(modules).map(([name, module]) => [name, module.router])),
  ),
});

interface HandlerTree {
  readonly [name: string]: HandlerTree | Handler<Procedure>;
}

function routerOf(contract: ContractTree, handlers: HandlerTree): AnyTRPCRouter {
  const record = Object.entries(contract).map(([name, node]) => {
    const handler = handlers[name];
    if (!handler) throw new Error(`${name} has no handler`);
    return [
      name,
      isProcedure(node)
        ? procedureOf(node, handler as Handler<Procedure>)
        : routerOf(node, handler as HandlerTree),
    ] as const;
  });
  return t.router(Object.fromEntries(record));
}

function bind(procedure: Procedure, handler: Handler<Procedure>): Omit<Bound, "path"> {
  if (typeof handler === "function") return { procedure, prepare: null, run: handler };
  return {
    procedure,
    prepare: (ctx, input) => handler.prepare(ctx, input),
    run: (ctx, input, prepared) => handler.run(ctx, input, prepared),
  };
}

interface Call {
  readonly ctx: RequestContext;
  readonly input: unknown;
  readonly path: string;
  readonly signal: AbortSignal | undefined;
}

function procedureOf(procedure: Procedure, handler: Handler<Procedure>) {
  const bound = bind(procedure, handler);
  const observing = async (
    call: Call,
    answer: (...args: Parameters<typeof answerQuery>) => Promise<Answered>,
  ): Promise<unknown> => {
    const { ctx, input, path } = call;
    if (ctx.carries === "subscriptions")
      throw toTrpcError(methodWrong({ path, method: "WebSocket" }));
    tellDeprecated(procedure, ctx);
    const observed = async (): Promise<unknown> => {
      const since = performance.now();
      try {
        const { data, replayed } = await answer({ ...bound, path }, ctx, input, signalOf(call));
        observe(procedure, call, since, replayed ? "replayed" : "ok");
        return data;
      } catch (error) {
        refused(procedure, call, since, error);
        throw error;
      }
    };
    try {
      const attributes = { "rpc.system": "trpc", "mainstay.request_id": ctx.requestId };
      return await continueTrace(ctx.trace, () => span(path, attributes, observed, "server"));
    } catch (error) {
      throw toTrpcError(error);
    }
  };
  // The contract's schema is applied by the guards, once the caller is known to be allowed to ask.
  const withInput = t.procedure.input((raw: unknown) => raw);
  // Callers of a procedure without input send an empty body, which is not JSON.
  const withNone = t.procedure.use(async ({ getRawInput, next }) =>
    next({ input: await getRawInput().catch(nothingUnlessTooLarge) } as object),
  );
  const takesNone = procedure.input instanceof z.ZodVoid;
  const base = takesNone ? (withNone as unknown as typeof withInput) : withInput;
  switch (procedure.kind) {
    case "query":
      return base.query((call) => observing(call, answerQuery));
    case "mutation":
      return base.mutation((call) => observing(call, answerMutation));
    case "subscription":
      return base.subscription(async function* (call) {
        const since = performance.now();
        const { open } = call.ctx;
        open.count += 1;
        try {
          if (open.count > mostSubscriptions) throw rateLimited({ retryAfterSeconds: 10 });
          const started = { ...bound, path: call.path };
          const events = answerSubscription(started, call.ctx, call.input, signalOf(call));
          for await (const event of events) {
            yield "mark" in event ? event : tracked(event.id, event.data);
            // What a slow client has not taken yet stays in the database.
            await call.ctx.taken(call.signal);
          }
        } catch (error) {
          // Its client is gone, or the process ends: nobody is told, and nothing is wrong.
          if (call.signal?.aborted) return;
          refused(procedure, call, since, error);
          throw toTrpcError(error);
        } finally {
          open.count -= 1;
        }
      });
  }
}

function nothingUnlessTooLarge(error: unknown): undefined {
  if (error instanceof TRPCError && error.code === "PAYLOAD_TOO_LARGE") throw error;
}

/** On one connection; more than a page needs, and few enough to carry. */
const mostSubscriptions = 200;

const signalOf = ({ signal }: Call): AbortSignal => signal ?? new AbortController().signal;

function tellDeprecated({ deprecated }: Procedure, { setHeader }: RequestContext): void {
  if (!deprecated) return;
  setHeader("deprecation", `@${Math.floor(Date.parse(deprecated.since) / 1_000)}`);
  setHeader("sunset", new Date(deprecated.sunset).toUTCString());
}

function refused(procedure: Procedure, call: Call, since: number, thrown: unknown): void {
  const { cause } = toTrpcError(thrown);
  const refusal = cause instanceof DomainError ? cause : null;
  const retryAfter = refusal?.details["retryAfterSeconds"];
  if (typeof retryAfter === "number") call.ctx.setHeader("retry-after", String(retryAfter));
  if (!refusal) markTold(thrown);
  observe(procedure, call, since, refusal?.reason ?? "internal", refusal ? refusal.cause : thrown);
}

function observe(
  { kind, deprecated }: Procedure,
  { path, ctx }: Call,
  since: number,
  outcome: string,
  error?: unknown,
): void {
  const { requestId, caller, sdk } = ctx;
  const ms = performance.now() - since;
  ctx.observe({
    path,
    kind,
    outcome,
    ms,
    requestId,
    actor: caller.name,
    sdk,
    deprecated: deprecated !== undefined,
    error,
  });
}
