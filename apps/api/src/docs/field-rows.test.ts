import { jsonSchema } from "@mainstay/contracts";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { fieldRows, limitsOf, typeOf } from "./field-rows.ts";

const tell = (schema: z.ZodType) => {
  const { schema: made = {}, named = {} } = jsonSchema(schema, "input") ?? {};
  return { type: typeOf(made, named), limits: limitsOf(made), rows: fieldRows(made, named) };
};
const Node = z
  .object({
    name: z.string(),
    get parts() {
      return z.array(Node);
    },
  })
  .meta({ id: "Node" });

describe("a type in words", () => {
  it.each<[string, z.ZodType]>([
    ["string", z.string()],
    ["date-time", z.iso.datetime()],
    ["string | null", z.string().nullable()],
    ['"a" | "b" | null', z.enum(["a", "b"]).nullish()],
    ["list of uuid", z.array(z.uuid())],
    ["map of integer", z.record(z.string(), z.int())],
    ["[string, number]", z.tuple([z.string(), z.number()])],
    ["Node", Node],
    ["list of Node", z.array(Node)],
    [
      "string | number | boolean | null | list of Json | map of Json",
      z.json().meta({ id: "Json" }).nullable(),
    ],
    ["anything", z.unknown()],
  ])("%s", (words, schema) => {
    expect(tell(schema).type).toBe(words);
  });
});

describe("limits in words", () => {
  it.each<[string, z.ZodType]>([
    ["1 to 100", z.int().min(1).max(100)],
    ["at least 0", z.number().min(0)],
    ["more than 0, less than 1", z.number().gt(0).lt(1)],
    ["at most 1 character", z.string().max(1)],
    ["3 characters", z.string().length(3)],
    ["at least 1 item", z.array(z.string()).min(1)],
    ["at most 5 characters", z.string().max(5).nullish()],
    ["matches ^a$", z.string().regex(/^a$/)],
    ["", z.string()],
  ])("%s", (words, schema) => {
    expect(tell(schema).limits).toBe(words);
  });
});

describe("fields", () => {
  const names = (schema: z.ZodType) =>
    tell(schema).rows.map(({ name, depth }) => `${"  ".repeat(depth)}${name}`);

  it("stand under those that hold them", () => {
    const address = z.object({ city: z.string() }).meta({ id: "Address" });
    const schema = z.object({
      to: address.nullable(),
      lines: z.array(z.object({ sku: z.string() })),
      end: z.string(),
    });
    expect(names(schema)).toEqual(["to", "  city", "lines", "  sku", "end"]);
  });

  it("of a recursive schema are told once", () => {
    expect(names(Node)).toEqual(["name", "parts"]);
  });

  it("that several variants share are told once", () => {
    const variants = z.union([
      z.object({ id: z.string(), a: z.int() }),
      z.object({ id: z.string(), b: z.int() }),
    ]);
    expect(names(variants)).toEqual(["id", "a", "b"]);
  });

  it("say what is required and what stands in for what is missing", () => {
    const { rows } = tell(
      z.object({ a: z.string(), b: z.int().default(3), c: z.string().optional().describe("C.") }),
    );
    expect(rows).toMatchObject([
      { name: "a", required: true, byDefault: undefined },
      { name: "b", required: false, byDefault: "3" },
      { name: "c", required: false, about: "C." },
    ]);
  });
});
