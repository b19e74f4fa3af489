import { anyone, contractSchemas, type ContractTree, query } from "@mainstay/contracts";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { renderRouter } from "./render-router.ts";
import { rich } from "./rich/contract.ts";

const render = (tree: ContractTree): string =>
  renderRouter(tree, contractSchemas(tree), "../../src/procedure-types.ts");

describe("the generated router", () => {
  const text = render(rich);

  test("of a rich contract is the file whose types are proved equal to the contract's", async () => {
    await expect(text).toMatchFileSnapshot("rich/router.ts");
  });

  test("holds no zod", () => {
    expect(text).not.toMatch(/zod|\bz\./);
  });

  test("opens enums of answers and leaves those of inputs closed", () => {
    expect(text).toContain('export type Status = "new" | "paid" | (string & {});');
    expect(text).toContain('export type StatusInput = "new" | "paid";');
  });

  test("gives callers a type of their own only where they write something else", () => {
    expect(text).toContain("export interface LineInput {");
    expect(text).toContain("label: Label;");
    expect(text).not.toContain("LabelInput");
  });

  test("tells summaries, permissions, defaults and what is deprecated", () => {
    expect(text).toContain("       * Needs the permission `shop.everything`.".slice(2));
    expect(text).toContain('/** Default: "EUR" */');
    expect(text).toContain("@deprecated since 2.0, gone after 2027-01-01: use shop.everything");
    expect(text).toContain("Use `text`. *\\/");
  });

  test("lists the queries that must not travel in a URL", () => {
    expect(text).toContain('new Set(["shop.inner.odd-name"])');
  });

  test("refuses names that it needs itself", () => {
    const get = (id: string) =>
      query({ summary: "Get", access: anyone, output: z.object({ a: z.string() }).meta({ id }) });
    expect(() => render({ shop: { get: get("Reasons") } })).toThrow(
      /Reasons cannot be a schema's name/,
    );
    expect(() => render({ shop: { get: get("odd name") } })).toThrow(/odd name cannot/);
    expect(() => render({ close: { get: get("Fine") } })).toThrow(/No module can be called close/);
  });
});
