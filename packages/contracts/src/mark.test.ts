import { describe, expect, it } from "vitest";
import { z } from "zod";
import { anyone } from "./access.ts";
import { contract } from "./contract.ts";
import { type ContractTree, isProcedure, mutation, type Procedure, walk } from "./define.ts";
import * as identity from "./identity/index.ts";
import { type Mark, markOf, personal, secret } from "./mark.ts";
import { branchesOf } from "./mask-by-schema.ts";
import * as platform from "./platform/index.ts";

/** What a field's name says of its content. */
const telling: Readonly<Record<Mark, RegExp>> = {
  secret:
    /passw|token|secret|code|challenge|captcha|otp|cookie|credential|signature|mnemonic|^pin$|^cvv$|^device$|^key$|[a-z]Key$/i,
  personal: /e-?mail|phone|birth|^(name|fullName|firstName|lastName|displayName)$/i,
};

/** Whose names tell something else. */
const innocent: Readonly<Record<string, string>> = {
  "settings.get.key": "which setting",
  "settings.update.key": "which setting",
  "reference.saveCurrency.code": "which currency",
  "reference.saveNetwork.code": "which network",
  "reference.saveCountry.code": "which country",
  "reference.saveBank.code": "which bank",
  "reference.savePaymentMethod.code": "which payment method",
  "apiKeys.create.name": "what a key is for, not who somebody is",
  "merchants.create.name": "what a business is called",
  "merchants.update.name": "what a business is called",
  "stores.create.name": "what a store is called",
  "stores.update.name": "what a store is called",
  "teams.create.name": "what a team is called",
  "teams.update.name": "what a team is called",
  "traders.create.name": "what a trader's desk is called",
  "traders.update.name": "what a trader's desk is called",
};

interface Field {
  readonly path: string;
  readonly name: string;
  readonly marks: readonly Mark[];
}

/** Every field anywhere in an input, with the marks that cover it: its own, or of what it is within. */
function* fieldsOf(
  schema: z.ZodType,
  path: string,
  above: readonly Mark[],
  seen: ReadonlySet<z.ZodType> = new Set(),
): Generator<Field> {
  if (seen.has(schema)) return;
  const inner = new Set([...seen, schema]);
  const marks = marksWith(schema, above);
  if (schema instanceof z.ZodObject) {
    for (const [name, field] of Object.entries(schema.shape as Record<string, z.ZodType>)) {
      yield { path: `${path}.${name}`, name, marks: coveringMarks(field, marks) };
      yield* fieldsOf(field, `${path}.${name}`, marks, inner);
    }
  }
  for (const part of [...branchesOf(schema), ...partsOf(schema)])
    yield* fieldsOf(part, path, marks, inner);
}

const partsOf = (schema: z.ZodType): readonly z.ZodType[] => {
  if (schema instanceof z.ZodArray) return [schema.element as z.ZodType];
  if (schema instanceof z.ZodRecord) return [schema.valueType as z.ZodType];
  if (schema instanceof z.ZodTuple) return schema.def.items as readonly z.ZodType[];
  return [];
};

const marksWith = (schema: z.ZodType, above: readonly Mark[]): readonly Mark[] => {
  const mark = markOf(schema);
  return mark ? [...above, mark] : above;
};

/** Of a field's schema, or of what it wraps, each alternative, each element. */
function coveringMarks(
  schema: z.ZodType,
  above: readonly Mark[],
  seen: ReadonlySet<z.ZodType> = new Set(),
): readonly Mark[] {
  if (seen.has(schema)) return above;
  const inner = new Set([...seen, schema]);
  return [...branchesOf(schema), ...partsOf(schema)].reduce(
    (marks, part) => coveringMarks(part, marks, inner),
    marksWith(schema, above),
  );
}

function unmarked(tree: ContractTree): string[] {
  return [...walk(tree)].flatMap(({ path, procedure }) =>
    [...fieldsOf(procedure.input, path, [])]
      .filter(
        ({ path: field }) =>
          !Object.keys(innocent).some((known) => field === known || field.endsWith(`.${known}`)),
      )
      .flatMap(({ path: field, name, marks }) =>
        (["secret", "personal"] as const)
          // A secret is gone from the audit altogether, so it is not personal besides.
          .filter(
            (mark) =>
              telling[mark].test(name) && !marks.includes(mark) && !marks.includes("secret"),
          )
          .map((mark) => `${field} is not marked ${mark}`),
      ),
  );
}

const isTree = (value: unknown): value is ContractTree =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).length > 0 &&
  Object.values(value).every(
    (node: unknown) =>
      typeof node === "object" && node !== null && (isProcedure(node as Procedure) || isTree(node)),
  );

/** What is declared already and bound later, too. */
const groups = Object.fromEntries(
  Object.entries<unknown>({ ...identity, ...platform }).filter(
    (entry): entry is [string, ContractTree] => isTree(entry[1]),
  ),
);

describe("input fields", () => {
  it("whose names tell of a credential or of a person are marked as such, in the whole contract", () => {
    expect([...walk(groups)].length).toBeGreaterThan(30);
    expect(unmarked(contract)).toEqual([]);
    expect(unmarked(groups)).toEqual([]);
  });

  it("that nobody marked are found, however deep", () => {
    const declared = { summary: "for tests", access: anyone, output: z.void() } as const;
    const made = {
      shop: {
        pay: mutation({
          ...declared,
          input: z.object({
            apiKey: z.string(),
            password: secret(z.string()).optional(),
            pinned: z.boolean(),
            people: z.array(z.object({ email: z.email(), phone: personal(z.string()).nullish() })),
            by: z.union([z.object({ code: z.string() }), z.null()]).optional(),
            hidden: secret(z.object({ token: z.string(), email: z.string() })),
            more: z.record(z.string(), z.object({ refreshToken: z.string().describe("told") })),
          }),
        }),
      },
    };
    expect(unmarked(made)).toEqual([
      "shop.pay.apiKey is not marked secret",
      "shop.pay.people.email is not marked personal",
      "shop.pay.by.code is not marked secret",
      "shop.pay.more.refreshToken is not marked secret",
    ]);
  });
});
