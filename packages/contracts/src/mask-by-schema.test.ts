import { describe, expect, it } from "vitest";
import { z } from "zod";
import { personal, secret } from "./mark.ts";
import { maskBySchema } from "./mask-by-schema.ts";

const Password = secret(z.string());
const Email = personal(z.email());

describe("masking by a schema", () => {
  it("replaces what is marked and keeps the rest", () => {
    const schema = z.object({ email: Email, password: Password, audience: z.string() });
    const input = { email: "anna@example.com", password: "s3cret", audience: "customer" };
    expect(maskBySchema(schema, input)).toEqual({
      email: "[personal]",
      password: "[secret]",
      audience: "customer",
    });
    expect(input.password).toBe("s3cret");
  });

  it.each([
    ["an optional", Password.optional(), "s3cret"],
    ["a nullable", Password.nullable(), "s3cret"],
    ["a nullish with a default", Password.nullish().default("s3cret"), "s3cret"],
    ["a described", Password.optional().describe("told"), "s3cret"],
    ["a read-only", Password.readonly(), "s3cret"],
    ["an array", z.array(Password), ["s3cret", "s3cret"]],
    ["a tuple", z.tuple([z.string(), Password]), ["a", "s3cret"]],
    ["the rest of a tuple", z.tuple([z.string()], Password), ["a", "s3cret"]],
    ["a record", z.record(z.string(), Password), { any: "s3cret" }],
    ["a union", z.union([z.number(), Password]), "s3cret"],
    ["either of two unmarked and marked", z.union([z.string(), Password]), "s3cret"],
    [
      "an intersection",
      z.intersection(z.object({ a: z.string() }), z.object({ b: Password })),
      { a: "a", b: "s3cret" },
    ],
    ["a whole object", secret(z.object({ a: z.string() })), { a: "s3cret" }],
    [
      "a lazy one",
      z.object({
        get inner() {
          return z.array(z.object({ code: Password }));
        },
      }),
      { inner: [{ code: "s3cret" }] },
    ],
    [
      "a branch by its kind",
      z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("a"), value: z.string() }),
        z.object({ kind: z.literal("b"), value: Password }),
      ]),
      { kind: "b", value: "s3cret" },
    ],
  ])("finds the mark in %s", (_name, schema, value) => {
    const masked = JSON.stringify(maskBySchema(schema, value));
    expect(masked).toContain("[secret]");
    expect(masked).not.toContain("s3cret");
  });

  it("leaves nothing where nothing was given, and unmarked branches readable", () => {
    const schema = z.object({ password: Password.nullish(), of: z.union([z.number(), Password]) });
    expect(maskBySchema(schema, { password: null, of: 7 })).toEqual({ password: null, of: 7 });
    expect(maskBySchema(z.void(), undefined)).toBeUndefined();
    expect(maskBySchema(z.json(), { any: [1, "text"] })).toEqual({ any: [1, "text"] });
  });
});
