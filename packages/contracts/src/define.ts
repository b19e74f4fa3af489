import { z } from "zod";
import type { Access, anyone, Permission, SessionLimit } from "./access.ts";
import type { AnyReason } from "./reason.ts";

/**
 * A contract is data: a tree of modules, groups and procedures. The server's router, the SDK's types,
 * the permission check, the REST face and the reference pages are all derived from it.
 *
 * Schemas are JSON only: no transforms, no dates, no coercion. What a parse drops or fills in is then
 * exactly unknown fields and defaults, which `implement` relies on.
 */
export type ProcedureKind = "query" | "mutation" | "subscription";

export interface Procedure<
  K extends ProcedureKind = ProcedureKind,
  I extends z.ZodType = z.ZodType,
  O extends z.ZodType = z.ZodType,
  E extends string = string,
  A extends Access = Access,
> {
  readonly "~procedure": true;
  readonly kind: K;
  readonly summary: string;
  readonly description: string | undefined;
  readonly access: A;
  /** Where everybody who is signed in may call: what it shows of more than their own goes by this one. */
  readonly shows: Permission | undefined;
  readonly input: I;
  /** For a subscription: the schema of one event. */
  readonly output: O;
  readonly errors: readonly AnyReason<E>[];
  /** Session, account status and grants are read from the database for each call. */
  readonly fresh: boolean;
  /** Sessions held to one of these may call it, too. */
  readonly whileLimited: readonly SessionLimit[];
  /** A mutation that changes nothing of the account: whoever is signed in as somebody else may call it. */
  readonly whileSignedInAs: boolean;
  /** Visitors may call it as those who are signed in do. */
  readonly visitors: boolean;
  readonly limit: RateClass;
  readonly idempotency: "key" | "natural" | "none";
  readonly audit: "yes" | "none";
  /** Answers are encrypted at rest, queries travel by POST. */
  readonly sensitive: boolean;
  /** A query's answer to GET may be kept by whoever asked and by everything between. */
  readonly cache: Cache | undefined;
  readonly rest: Rest | undefined;
  readonly deprecated: Deprecated | undefined;
}

export interface Cache {
  /** For so long it is not asked for again. */
  readonly seconds: number;
}

export interface Rest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below `/api/v1`, with input fields in braces: `/settings/{key}`. */
  readonly path: `/${string}`;
}
export interface Deprecated {
  readonly since: string;
  readonly sunset: string;
  readonly use: string;
}
/** How often one caller may call, by what a call costs or risks. */
export type RateClass = "read" | "write" | "sign_in" | "money" | "report";

interface Declared<I extends z.ZodType, O extends z.ZodType, E extends string, A extends Access> {
  summary: string;
  description?: string;
  access: A;
  shows?: Permission;
  input?: I;
  output: O;
  errors?: readonly AnyReason<E>[];
  fresh?: boolean;
  whileLimited?: readonly SessionLimit[];
  whileSignedInAs?: boolean;
  visitors?: boolean;
  /** `write` for a mutation and `read` for everything else, if not said. */
  limit?: RateClass;
  sensitive?: boolean;
  rest?: Rest;
  deprecated?: Deprecated;
}
interface DeclaredQuery<
  I extends z.ZodType,
  O extends z.ZodType,
  E extends string,
  A extends Access,
> extends Declared<I, O, E, A> {
  /** Only where anybody may ask, since what is kept is told to whoever comes next. */
  cache?: A extends typeof anyone ? Cache : never;
}
interface DeclaredMutation<
  I extends z.ZodType,
  O extends z.ZodType,
  E extends string,
  A extends Access,
> extends Declared<I, O, E, A> {
  /** `natural`: the input carries its own id; `none`: for sign-in and its like. */
  idempotency?: "key" | "natural" | "none";
  /** `none`: for visitors' tiny calls. */
  audit?: "yes" | "none";
}

const make = <
  K extends ProcedureKind,
  I extends z.ZodType,
  O extends z.ZodType,
  E extends string,
  A extends Access,
>(
  kind: K,
  declared: DeclaredMutation<I, O, E, A> & { cache?: Cache },
): Procedure<K, I, O, E, A> => ({
  "~procedure": true,
  kind,
  summary: declared.summary,
  description: declared.description,
  access: declared.access,
  shows: declared.shows,
  input: declared.input ?? (z.void() as unknown as I),
  output: declared.output,
  errors: declared.errors ?? [],
  fresh: declared.fresh ?? false,
  whileLimited: declared.whileLimited ?? [],
  whileSignedInAs: declared.whileSignedInAs ?? false,
  visitors: declared.visitors ?? false,
  limit: declared.limit ?? (kind === "mutation" ? "write" : "read"),
  idempotency: kind === "mutation" ? (declared.idempotency ?? "key") : "none",
  audit: kind === "mutation" ? (declared.audit ?? "yes") : "none",
  sensitive: declared.sensitive ?? false,
  cache: declared.cache,
  rest: declared.rest,
  deprecated: declared.deprecated,
});

// `const A`: without it `access` widens, and handlers of public procedures see an actor that is never null.
export const query = <
  O extends z.ZodType,
  const A extends Access,
  I extends z.ZodType = z.ZodVoid,
  E extends string = never,
>(
  declared: DeclaredQuery<I, O, E, A>,
): Procedure<"query", I, O, E, A> => make("query", declared);

export const mutation = <
  O extends z.ZodType,
  const A extends Access,
  I extends z.ZodType = z.ZodVoid,
  E extends string = never,
>(
  declared: DeclaredMutation<I, O, E, A>,
): Procedure<"mutation", I, O, E, A> => make("mutation", declared);

/** `output` is one event. Events are tracked: the client sees `{ id, data }` and resumes after `id`. */
export const subscription = <
  O extends z.ZodType,
  const A extends Access,
  I extends z.ZodType = z.ZodVoid,
  E extends string = never,
>(
  declared: Declared<I, O, E, A>,
): Procedure<"subscription", I, O, E, A> => make("subscription", declared);

export interface ContractTree {
  readonly [name: string]: Procedure | ContractTree;
}

export type In<P extends Procedure> = z.output<P["input"]>;
export type Out<P extends Procedure> = z.output<P["output"]>;
export type ReasonOf<P extends Procedure> =
  P extends Procedure<ProcedureKind, z.ZodType, z.ZodType, infer E> ? E : never;

export const isProcedure = (node: Procedure | ContractTree): node is Procedure =>
  "~procedure" in node;

/** Every procedure with its dotted path, in the order of declaration. */
export function* walk(
  tree: ContractTree,
  above: readonly string[] = [],
): Generator<{ path: string; procedure: Procedure }> {
  for (const [name, node] of Object.entries(tree)) {
    if (isProcedure(node)) yield { path: [...above, name].join("."), procedure: node };
    else yield* walk(node, [...above, name]);
  }
}
