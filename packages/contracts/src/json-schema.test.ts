import { describe, expect, test } from "vitest";
import { z } from "zod";
import {
  anyone,
  contract,
  contractSchemas,
  jsonSchema,
  mutation,
  query,
  reason,
  walk,
} from "./index.ts";

const Money = z
  .object({ amount: z.string(), currency: z.string().default("EUR") })
  .meta({ id: "Money" });

describe("a schema", () => {
  test("takes nothing but its fields as input, with defaults optional", () => {
    expect(jsonSchema(Money, "input")).toEqual({
      schema: { $ref: "#/$defs/Money" },
      named: {
        Money: {
          type: "object",
          properties: { amount: { type: "string" }, currency: { type: "string", default: "EUR" } },
          required: ["amount"],
          additionalProperties: false,
        },
      },
    });
  });

  test("may grow as output, with defaults filled in", () => {
    expect(jsonSchema(z.array(Money), "output")).toMatchObject({
      schema: { type: "array", items: { $ref: "#/$defs/Money" } },
      named: { Money: { required: ["amount", "currency"] } },
    });
    expect(jsonSchema(Money, "output")?.named["Money"]).not.toHaveProperty("additionalProperties");
  });

  test("closes objects at every depth of an input", () => {
    const deep = z.object({
      list: z.array(z.object({ a: z.string() })),
      free: z.record(z.string(), z.int()),
    });
    const schema = jsonSchema(deep, "input")?.schema;
    expect(schema?.properties?.["list"]?.items).toMatchObject({ additionalProperties: false });
    expect(schema?.properties?.["free"]?.additionalProperties).toEqual({ type: "integer" });
  });

  test("is null where there is none", () => {
    expect(jsonSchema(z.void(), "input")).toBeNull();
  });

  test("that is recursive refers to itself by its name", () => {
    const Json = z.json().meta({ id: "Json", description: "Anything." });
    const made = jsonSchema(z.object({ value: Json }), "output");
    expect(made?.schema.properties).toEqual({ value: { $ref: "#/$defs/Json" } });
    expect(Object.keys(made?.named ?? {})).toEqual(["Json"]);
    expect(made?.named["Json"]?.description).toBe("Anything.");
    expect(made?.named["Json"]?.anyOf).toContainEqual({
      type: "array",
      items: { $ref: "#/$defs/Json" },
    });
  });

  test("that is recursive without a name is refused", () => {
    expect(() => jsonSchema(z.object({ value: z.json() }), "output")).toThrow(/no name.*\.meta/);
  });

  test("that is not JSON is refused", () => {
    expect(() => jsonSchema(z.object({ at: z.date() }), "output")).toThrow();
  });
});

describe("a contract", () => {
  const broke = reason("shop.broke", {
    kind: "conflict",
    message: "Broke: {by}.",
    details: z.object({ by: Money }),
  });
  const tree = {
    shop: {
      ping: query({ summary: "Ping", access: anyone, output: z.object({}) }),
      pay: mutation({
        summary: "Pay",
        access: anyone,
        input: z.object({ by: Money }),
        output: Money,
        errors: [broke],
      }),
    },
  };

  test("gives each procedure's schemas, and the named ones by side", () => {
    const { procedures, inputs, outputs, reasons } = contractSchemas(tree);
    expect(procedures.map(({ path, input }) => [path, input === null])).toEqual([
      ["shop.ping", true],
      ["shop.pay", false],
    ]);
    expect(inputs["Money"]?.required).toEqual(["amount"]);
    expect(outputs["Money"]?.required).toEqual(["amount", "currency"]);
    expect(reasons["shop.broke"]).toMatchObject({
      kind: "conflict",
      details: { properties: { by: { $ref: "#/$defs/Money" } } },
    });
    expect(reasons["request.invalid"]?.kind).toBe("invalid");
  });

  test("with two schemas of one name is refused", () => {
    const Other = z.object({ cents: z.int() }).meta({ id: "Balance" });
    const Another = z.object({ cents: z.string() }).meta({ id: "Balance" });
    const get = (output: z.ZodType) => query({ summary: "Get", access: anyone, output });
    expect(() => contractSchemas({ shop: { a: get(Other), b: get(Another) } })).toThrow(
      /Two different schemas are named Balance.*shop\.b/,
    );
  });

  test("of the product can be described whole", () => {
    const { procedures } = contractSchemas(contract);
    expect(procedures).toHaveLength([...walk(contract)].length);
  });
});
