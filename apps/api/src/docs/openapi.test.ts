import {
  anyone,
  contract,
  type ContractTree,
  mutation,
  permission,
  query,
  reason,
  signedIn,
  subscription,
} from "@mainstay/contracts";
import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { exampleOf } from "./example.ts";
import { openApi } from "./openapi.ts";
import { requestExample } from "./request-example.ts";
import { sourceOf } from "./source.ts";

const Money = z
  .object({
    amount: z.string().regex(/^\d+\.\d\d$/),
    currency: z.string().length(3).default("EUR"),
  })
  .meta({ id: "Money" });
const Order = z
  .object({
    id: z.uuid(),
    total: Money,
    get parts() {
      return z.array(Order);
    },
  })
  .meta({ id: "Order" });
const Plain = z.enum(["new", "paid"]).meta({ id: "OrderState" });
const short = reason("shop.stock_short", {
  kind: "conflict",
  message: "Only {left} of {sku} are left.",
  details: z.object({ sku: z.string(), left: z.int() }),
});
const write = permission("shop.orders.create", { roles: ["merchant"] });

/** Everything a contract can say. */
const rich = {
  shop: {
    orders: {
      pay: mutation({
        summary: "Pay",
        access: write,
        input: z.object({ order: z.uuid(), total: Money, note: z.string().max(20).nullish() }),
        output: Order,
        errors: [short],
        limit: "money",
        rest: { method: "POST", path: "/orders/{order}/pay" },
      }),
      list: query({
        summary: "List",
        description: "All of them.",
        access: signedIn,
        input: z.object({
          state: Plain.nullish(),
          limit: z.int().min(1).max(100).default(25),
          paid: z.boolean().optional(),
        }),
        output: z.object({ items: z.array(Order) }),
        deprecated: { since: "0.1.0", sunset: "2027-01-01", use: "shop.orders.find" },
      }),
      find: query({
        summary: "Find",
        access: anyone,
        input: z.object({ where: z.object({ state: Plain, tags: z.array(z.string()).min(1) }) }),
        output: z.array(Order),
      }),
      forget: mutation({
        summary: "Forget",
        access: signedIn,
        input: z.object({ order: z.uuid() }),
        output: z.void(),
        idempotency: "none",
        rest: { method: "DELETE", path: "/orders/{order}" },
      }),
      watch: subscription({ summary: "Watch", access: signedIn, output: Order }),
    },
  },
} satisfies ContractTree;

const source = sourceOf(rich, "https://api.example.com/");
const document = openApi(source);
const at = (path: string, method: string) => {
  const found = document.paths[path]?.[method];
  if (!found) throw new Error(`${method} ${path} is not in the document`);
  return found;
};

describe("the document", () => {
  it.each([
    ["the product", openApi(sourceOf(contract, "http://127.0.0.1:4000"))],
    ["a rich contract", document],
  ])("of %s is OpenAPI 3.1, and all of its references lead somewhere", async (_, made) => {
    const validator = new Validator();
    expect(await validator.validate(structuredClone(made) as Record<string, unknown>)).toEqual({
      valid: true,
    });
    expect(validator.version).toBe("3.1");
    const refs = [...JSON.stringify(made).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) =>
      String(path),
    );
    const lost = refs.filter(
      (path) =>
        path
          .split("/")
          .reduce<unknown>((node, step) => (node as Record<string, unknown>)?.[step], made) ===
        undefined,
    );
    expect(lost).toEqual([]);
    expect(refs.length).toBeGreaterThan(20);
  });

  it("that the validator does not accept is noticed", async () => {
    const broken = structuredClone(document) as unknown as Record<string, unknown>;
    delete broken["info"];
    expect((await new Validator().validate(broken)).valid).toBe(false);
  });

  it("names every query and mutation by its dotted name, and no subscription", () => {
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map((one) => one.operationId),
    );
    expect(ids.toSorted()).toEqual(
      ["find", "forget", "list", "pay"].map((name) => `shop.orders.${name}`),
    );
    expect(at("/orders/{order}/pay", "post")).toMatchObject({
      tags: ["shop.orders"],
      summary: "Pay",
    });
    expect(document).toMatchObject({ servers: [{ url: "https://api.example.com/api/v1" }] });
  });

  it("puts each field where it travels", () => {
    const pay = at("/orders/{order}/pay", "post");
    expect(pay["parameters"]).toEqual([
      expect.objectContaining({ name: "order", in: "path", required: true }),
      { $ref: "#/components/parameters/IdempotencyKeyRequired" },
    ]);
    expect(pay["requestBody"]).toMatchObject({
      required: true,
      content: {
        "application/json": {
          schema: {
            properties: { total: { $ref: "#/components/schemas/MoneyInput" } },
            required: ["total"],
            additionalProperties: false,
          },
        },
      },
    });
    expect(at("/shop/orders/list", "get")["parameters"]).toEqual([
      {
        name: "state",
        in: "query",
        required: false,
        schema: { $ref: "#/components/schemas/OrderState" },
      },
      {
        name: "limit",
        in: "query",
        required: false,
        schema: { type: "integer", minimum: 1, maximum: 100, default: 25 },
      },
      { name: "paid", in: "query", required: false, schema: { type: "boolean" } },
    ]);
    expect(at("/shop/orders/find", "post")["requestBody"]).toMatchObject({ required: true });
    expect(at("/orders/{order}", "delete")["parameters"]).toHaveLength(1);
  });

  it("has a schema twice only where it is taken otherwise than answered", () => {
    const { schemas } = document.components;
    expect(schemas["MoneyInput"]?.required).toEqual(["amount"]);
    expect(schemas["Money"]?.required).toEqual(["amount", "currency"]);
    expect(schemas["OrderState"]).toEqual({ type: "string", enum: ["new", "paid"] });
    expect(Object.keys(schemas)).not.toContain("OrderStateInput");
    expect(schemas["Order"]?.properties?.["parts"]).toEqual({
      type: "array",
      items: { $ref: "#/components/schemas/Order" },
    });
  });

  it("asks for credentials except where anyone may call", () => {
    expect(at("/shop/orders/list", "get")["security"]).toEqual([{ bearer: [] }]);
    expect(at("/shop/orders/find", "post")).not.toHaveProperty("security");
    expect(at("/orders/{order}/pay", "post")["description"]).toContain("`shop.orders.create`");
  });

  it("tells the reasons of each status, and the headers that come with it", () => {
    const { responses } = at("/orders/{order}/pay", "post");
    expect(Object.keys(responses)).toEqual([
      "200",
      "400",
      "401",
      "403",
      "409",
      "413",
      "429",
      "500",
      "503",
    ]);
    const names = (status: string) =>
      Object.keys((responses[status] as { headers: object }).headers);
    expect(names("200")).toEqual([
      "X-Request-Id",
      "RateLimit-Limit",
      "RateLimit-Remaining",
      "RateLimit-Reset",
      "RateLimit-Policy",
      "Idempotency-Replayed",
    ]);
    expect(names("409")).toEqual(["X-Request-Id", "Retry-After", "Idempotency-Replayed"]);
    expect(JSON.stringify(responses["409"])).toContain("ShopStockShortError");
    expect(responses["429"]).toEqual({ $ref: "#/components/responses/RequestRateLimited" });
    expect(document.components["responses"]).toMatchObject({
      RequestRateLimited: { headers: { "Retry-After": {}, "RateLimit-Reset": {} } },
    });
    expect(JSON.stringify(responses["400"])).toContain("IdempotencyKeyRequiredError");
    expect(Object.keys(at("/orders/{order}", "delete").responses)).toEqual([
      "204",
      "400",
      "401",
      "429",
      "500",
      "503",
    ]);
  });

  it("marks what is deprecated", () => {
    const list = at("/shop/orders/list", "get");
    expect(list).toMatchObject({
      deprecated: true,
      responses: { 200: { headers: { Sunset: {} } } },
    });
    expect(list["description"]).toContain("use `shop.orders.find`");
  });

  it("shows each reason as it is answered", () => {
    expect(document.components.schemas["ShopStockShortError"]).toMatchObject({
      examples: [
        {
          message: "Only 1 of text are left.",
          kind: "conflict",
          details: { sku: "text", left: 1 },
        },
      ],
    });
  });
});

describe("examples", () => {
  it.each(
    [...source.operations, ...sourceOf(contract, "").operations].map(
      (one) => [one.name, one] as const,
    ),
  )("of calls of %s are valid input", (_, operation) => {
    const inputs = { ...source.schemas.inputs, ...sourceOf(contract, "").schemas.inputs };
    const { input } = requestExample(operation, inputs);
    const parsed = operation.procedure.input.safeParse(input);
    expect(parsed.error?.issues ?? []).toEqual([]);
  });

  it.each([
    ["platform.rates.set", { base: "USDT", quote: "RUB", rate: "92.5", confirm: false }],
    ["platform.reference.saveCurrency", { code: "RUB", kind: "fiat", digits: 2 }],
    ["platform.reference.saveBank", { code: "sber", country: "RU" }],
    ["platform.reference.savePaymentMethod", { code: "card", kind: "card", currencies: ["RUB"] }],
  ])("of calls of %s are what the server would take", (called, expected) => {
    const { operations, schemas } = sourceOf(contract, "");
    const operation = operations.find(({ name }) => name === called);
    expect(operation && requestExample(operation, schemas.inputs).input).toMatchObject(expected);
  });

  it("of answers fit them", () => {
    for (const { procedure, output } of source.operations) {
      const made = output === null ? undefined : exampleOf(output, source.schemas.outputs);
      expect(procedure.output.safeParse(made).error?.issues ?? []).toEqual([]);
    }
  });

  it("stand in the address as they must", () => {
    const list = source.operations.find(({ name }) => name === "shop.orders.list");
    expect(list && requestExample(list, source.schemas.inputs).path).toBe(
      "/shop/orders/list?limit=25",
    );
  });
});
