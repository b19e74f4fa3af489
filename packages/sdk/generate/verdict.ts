import type { ContractTree, Procedure, ReasonOf } from "@mainstay/contracts";
import type { z } from "zod";
import type { Mutation, Query, Subscription } from "../src/procedure-types.ts";

/**
 * Whether generated types say what a contract's schemas say: "the same", or what differs where, so that
 * the compiler's message names it.
 */
export type Verdict<T extends ContractTree, G> = [Differences<T, G>] extends [never]
  ? "the same"
  : Differences<T, G>;

type Same<X, Y> =
  (<T>() => T extends X ? 1 : 2) extends <T>() => T extends Y ? 1 : 2 ? true : false;

/** Recursive schemas are looked into this many times over. */
type Deepest = 8;

/** `any` is the same as `any`, so it must not be there at all. */
type HasAny<T, Depth extends 0[] = []> = 0 extends 1 & T
  ? true
  : Depth["length"] extends Deepest
    ? false
    : T extends readonly (infer E)[]
      ? HasAny<E, [...Depth, 0]>
      : T extends object
        ? { [K in keyof T]-?: HasAny<T[K], [...Depth, 0]> }[keyof T]
        : false;

/** As the generator opens enums: several strings stay open to more. */
type Open<T, Depth extends 0[] = []> = Depth["length"] extends Deepest
  ? T
  : (T extends object ? { [K in keyof T]: Open<T[K], [...Depth, 0]> } : T) | More<T>;
type More<T> = true extends Several<Literals<T>> ? string & {} : never;
type Literals<T> = T extends string ? (string extends T ? never : T) : never;
type Several<T, Whole = T> = T extends unknown ? ([Whole] extends [T] ? false : true) : never;
/** Interfaces and mapped types laid out alike. */
type Plain<T, Depth extends 0[] = []> = Depth["length"] extends Deepest
  ? T
  : T extends object
    ? { [K in keyof T]: Plain<T[K], [...Depth, 0]> }
    : T;

type Parts<G> =
  G extends Query<infer I, infer O, infer E>
    ? { kind: "query"; input: I; output: O; reasons: E }
    : G extends Mutation<infer I, infer O, infer E>
      ? { kind: "mutation"; input: I; output: O; reasons: E }
      : G extends Subscription<infer I, infer O, infer E>
        ? { kind: "subscription"; input: I; output: O; reasons: E }
        : never;

type Difference<Path extends string, P extends Procedure, G> =
  | (Same<P["kind"], Parts<G>["kind"]> extends true ? never : `${Path}: another kind`)
  | (true extends HasAny<Parts<G>["input"]> ? `${Path}: any in its input` : never)
  | (true extends HasAny<Parts<G>["output"]> ? `${Path}: any in its output` : never)
  | (Same<Plain<z.input<P["input"]>>, Plain<Parts<G>["input"]>> extends true
      ? never
      : `${Path}: another input`)
  | (Same<Plain<Open<z.output<P["output"]>>>, Plain<Parts<G>["output"]>> extends true
      ? never
      : `${Path}: another output`)
  | (Same<ReasonOf<P>, Parts<G>["reasons"]> extends true ? never : `${Path}: other reasons`);

type Differences<T extends ContractTree, G, Above extends string = ""> = {
  [K in (keyof T | keyof G) & string]: K extends keyof T & keyof G
    ? T[K] extends Procedure
      ? Difference<`${Above}${K}`, T[K], G[K]>
      : T[K] extends ContractTree
        ? Differences<T[K], G[K], `${Above}${K}.`>
        : never
    : `${Above}${K}: only on one side`;
}[(keyof T | keyof G) & string];
