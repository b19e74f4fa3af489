import {
  anyone,
  contractSchemas,
  type ContractTree,
  permission,
  query,
  mutation,
  reason,
  signedIn,
} from "@mainstay/contracts";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { compareContracts } from "./compare-contracts.ts";
import { snapshotOf } from "./snapshot.ts";

const compare = (before: ContractTree, after: ContractTree) =>
  compareContracts(snapshotOf(contractSchemas(before)), snapshotOf(contractSchemas(after)));
const get = (input: z.ZodType, output: z.ZodType = z.object({})): ContractTree => ({
  a: { get: query({ summary: "Get", access: anyone, input, output }) },
});
const inputs = (before: z.ZodType, after: z.ZodType) => compare(get(before), get(after)).breaking;
const outputs = (before: z.ZodType, after: z.ZodType) =>
  compare(get(z.void(), before), get(z.void(), after)).breaking;

const o = z.object;
const s = z.string();
const Node = z
  .object({
    id: s,
    get next() {
      return Node.nullable();
    },
  })
  .meta({ id: "Node" });
const NarrowNode = z
  .object({
    id: s.max(5),
    get next() {
      return NarrowNode.nullable();
    },
  })
  .meta({ id: "Node" });

describe("an input may take more", () => {
  test.each<[string, z.ZodType, z.ZodType]>([
    ["the same", o({ a: s }), o({ a: s })],
    ["a new optional field", o({ a: s }), o({ a: s, b: s.optional() })],
    ["a required field made optional", o({ a: s }), o({ a: s.default("x") })],
    ["a field made nullable", o({ a: s }), o({ a: s.nullable() })],
    ["one more enum value", o({ a: z.enum(["x", "y"]) }), o({ a: z.enum(["x", "y", "z"]) })],
    ["an enum freed", o({ a: z.enum(["x", "y"]) }), o({ a: s })],
    ["a wider limit", o({ a: s.min(5).max(10) }), o({ a: s.min(1).max(20) })],
    ["a number for an integer", o({ a: z.int() }), o({ a: z.number() })],
    ["one more choice", z.union([s, z.boolean()]), z.union([s, z.boolean(), o({ a: s })])],
    ["anything", o({ a: s }), o({ a: z.unknown() })],
    ["only optional fields where there was nothing", z.void(), o({ a: s.optional() })],
    ["the same recursion", Node, Node],
  ])("%s", (_, before, after) => {
    expect(inputs(before, after)).toEqual([]);
  });
});

describe("an input may not take less", () => {
  test.each<[string, z.ZodType, z.ZodType, string]>([
    ["a field removed", o({ a: s, b: s }), o({ a: s }), "a.get > input.b: was removed"],
    [
      "a new required field",
      o({ a: s }),
      o({ a: s, b: s }),
      "a.get > input.b: is new and required",
    ],
    [
      "an optional field made required",
      o({ a: s.optional() }),
      o({ a: s }),
      "a.get > input.a: was optional, is required",
    ],
    ["another type", o({ a: s }), o({ a: z.boolean() }), "a.get > input.a: was string, is boolean"],
    [
      "null refused",
      o({ a: s.nullable() }),
      o({ a: s }),
      "a.get > input.a: does not take null as it did",
    ],
    [
      "an enum value gone",
      o({ a: z.enum(["x", "y"]) }),
      o({ a: z.enum(["x"]) }),
      'a.get > input.a: does not take "y" any more',
    ],
    [
      "an enum for a string",
      o({ a: s }),
      o({ a: z.enum(["x", "y"]) }),
      'a.get > input.a: took any string, takes only "x", "y"',
    ],
    [
      "a tighter limit",
      o({ a: z.array(s).max(10) }),
      o({ a: z.array(s).max(5) }),
      "a.get > input.a: maxItems fell from 10 to 5",
    ],
    [
      "a first limit",
      o({ a: z.array(s.min(1)) }),
      o({ a: z.array(s.min(2)) }),
      "a.get > input.a[]: minLength rose from 1 to 2",
    ],
    ["a format", o({ a: s }), o({ a: z.email() }), "a.get > input.a: format was free, is email"],
    [
      "an integer for a number",
      o({ a: z.number() }),
      o({ a: z.int() }),
      "a.get > input.a: was number, is integer",
    ],
    ["nothing at all", o({ a: s }), z.void(), "a.get > input: was taken, is not any more"],
    [
      "something where there was nothing",
      z.void(),
      o({ a: s }),
      "a.get > input: was nothing, is required",
    ],
    [
      "one choice less",
      z.union([s, z.boolean(), z.null()]),
      z.union([s, z.null()]),
      "a.get > input: does not take boolean as it did",
    ],
    ["inside a recursion", Node, NarrowNode, "a.get > input.id: maxLength fell from none to 5"],
  ])("%s", (_, before, after, message) => {
    expect(inputs(before, after)).toEqual([message]);
  });
});

describe("an output may promise more", () => {
  test.each<[string, z.ZodType, z.ZodType]>([
    ["a new field", o({ a: s }), o({ a: s, b: s })],
    ["an optional field always there", o({ a: s.optional() }), o({ a: s })],
    ["a nullable field never null", o({ a: s.nullable() }), o({ a: s })],
    [
      "one more value of an open enum",
      o({ a: z.enum(["x", "y"]) }),
      o({ a: z.enum(["x", "y", "z"]) }),
    ],
    ["an integer for a number", o({ a: z.number() }), o({ a: z.int() })],
    ["another limit", o({ a: s.max(5) }), o({ a: s.max(50) })],
    ["something for anything", o({ a: z.unknown() }), o({ a: s })],
    ["a new field of a choice", z.union([s, o({ a: s })]), z.union([s, o({ a: s, b: s })])],
  ])("%s", (_, before, after) => {
    expect(outputs(before, after)).toEqual([]);
  });
});

describe("an output may not promise less", () => {
  test.each<[string, z.ZodType, z.ZodType, string]>([
    ["a field removed", o({ a: s, b: s }), o({ a: s }), "a.get > output.b: was removed"],
    [
      "a field made optional",
      o({ a: s }),
      o({ a: s.optional() }),
      "a.get > output.a: was always there, is optional",
    ],
    [
      "a field made nullable",
      o({ a: s }),
      o({ a: s.nullable() }),
      "a.get > output.a: was never null, can be null",
    ],
    [
      "another type",
      o({ a: o({ b: s }) }),
      o({ a: o({ b: z.int() }) }),
      "a.get > output.a.b: was string, is integer",
    ],
    [
      "an enum freed",
      o({ a: z.enum(["x", "y"]) }),
      o({ a: s }),
      'a.get > output.a: was one of "x", "y", is any string',
    ],
    [
      "another literal",
      o({ a: z.literal("x") }),
      o({ a: z.literal("y") }),
      'a.get > output.a: was only "x", can now be "y"',
    ],
    [
      "a choice more",
      z.union([s, z.boolean()]),
      z.union([s, z.boolean(), z.int()]),
      "a.get > output: can now be another integer",
    ],
    ["in a list", z.array(o({ a: s })), z.array(o({})), "a.get > output[].a: was removed"],
    [
      "in a record",
      z.record(s, z.int()),
      z.record(s, s),
      "a.get > output[key]: was integer, is string",
    ],
    ["in a tuple", z.tuple([s, s]), z.tuple([s]), "a.get > output: had 2 fixed items, has 1"],
  ])("%s", (_, before, after, message) => {
    expect(outputs(before, after)).toEqual([message]);
  });
});

describe("a procedure", () => {
  const base = { summary: "Do", output: z.object({}) };
  const read = permission("a.read", { roles: ["support", "cashier"] });

  test("may be added, not removed or turned into another kind", () => {
    const one = { a: { go: query({ ...base, access: anyone }) } };
    const two = {
      a: { go: query({ ...base, access: anyone }), more: query({ ...base, access: anyone }) },
    };
    expect(compare(one, two)).toMatchObject({ breaking: [], added: ["a.more"] });
    expect(compare(two, one).breaking).toEqual(["a.more: was removed"]);
    expect(compare(one, { a: { go: mutation({ ...base, access: anyone }) } }).breaking).toEqual([
      "a.go: was a query, is a mutation",
    ]);
  });

  test("keeps its place over REST", () => {
    const at = (path: `/${string}`) => ({
      a: { go: query({ ...base, access: anyone, rest: { method: "GET", path } }) },
    });
    expect(compare(at("/go"), at("/gone")).breaking).toEqual([
      "a.go: was at GET /go over REST, is at GET /gone",
    ]);
  });

  test("does not change who may call it without being told", () => {
    const by = (access: typeof anyone | typeof signedIn | typeof read) => ({
      a: { go: query({ ...base, access }) },
    });
    expect(compare(by(anyone), by(signedIn)).notable).toEqual([
      "a.go: access was anyone, is signed_in",
    ]);
    const fewer = permission("a.read", { roles: ["support"] });
    expect(compare(by(read), { a: { go: query({ ...base, access: fewer }) } }).notable).toEqual([
      "a.go: access was a.read (admin, cashier, support), is a.read (admin, support)",
    ]);
  });

  test("may refuse with new reasons; old ones keep their kind and details", () => {
    const broke = (kind: "conflict" | "invalid", details: z.ZodObject) =>
      reason("a.broke", { kind, message: "Broke.", details });
    const refuses = (...errors: ReturnType<typeof broke>[]) => ({
      a: { go: query({ ...base, access: anyone, errors }) },
    });
    const old = refuses(broke("conflict", o({ by: s })));
    expect(compare(refuses(), old)).toMatchObject({ breaking: [], added: ["reason a.broke"] });
    expect(compare(old, refuses(broke("invalid", o({}) as z.ZodObject))).breaking).toEqual([
      "reason a.broke: was conflict, is invalid",
      "reason a.broke > details.by: was removed",
    ]);
    expect(compare(old, refuses()).breaking).toEqual(["reason a.broke: was removed"]);
  });
});
