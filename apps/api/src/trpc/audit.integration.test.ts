import { anyone, mutation, personal, reason, secret } from "@mainstay/contracts";
import { auditRows } from "@mainstay/db";
import { call, testApi, testDatabase, testKeys } from "@mainstay/testing";
import { desc } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { assemble, implement } from "./implement.ts";

const never = reason("test.never", { kind: "conflict", message: "Never." });
const shared = {
  summary: "for tests",
  access: anyone,
  input: z.object({
    email: personal(z.email()),
    password: secret(z.string()),
    devices: z.array(z.object({ token: secret(z.string()), label: z.string() })),
    note: z.string(),
  }),
  output: z.void(),
  errors: [never],
} as const;
const contract = {
  tells: mutation(shared),
  silent: mutation(shared),
  refuses: mutation(shared),
  nothing: mutation({ summary: "for tests", access: anyone, output: z.void() }),
};
const implemented = assemble(
  { test: contract },
  {
    test: implement(contract, {
      tells: async (ctx, { password }) =>
        ctx.audit({
          target: "thing:1",
          changes: { kept: 1, password, header: `Bearer ${password}` },
        }),
      silent: async (ctx) => ctx.audit({ target: "thing:1" }),
      refuses: async (ctx) => ctx.fail(never()),
      nothing: async () => undefined,
    }),
  },
);
const input = {
  email: "anna@example.com",
  password: "s3cret",
  devices: [{ token: "s3cret", label: "phone" }],
  note: "hello",
};
const masked = {
  email: "[personal]",
  password: "[secret]",
  devices: [{ token: "[secret]", label: "phone" }],
  note: "hello",
};

describe("an audited mutation's row", () => {
  it("holds what the use case said, or else what was asked, and never a secret", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database, { implemented });
    const rowOf = async (name: string, given?: unknown) => {
      await call(api.url, `test.${name}`, given, { as: testKeys.support });
      const [row] = await database.db.select().from(auditRows).orderBy(desc(auditRows.id)).limit(1);
      return row;
    };
    const by = { actor: "static_key:support", realActor: null };
    expect(await rowOf("tells", input)).toMatchObject({
      ...by,
      target: "thing:1",
      changes: { kept: 1, password: "[masked]", header: "Bearer [masked]" },
      outcome: "done",
    });
    expect(await rowOf("silent", input)).toMatchObject({ target: "thing:1", changes: masked });
    expect(await rowOf("refuses", input)).toMatchObject({
      ...by,
      target: null,
      changes: masked,
      outcome: "test.never",
    });
    expect(await rowOf("nothing")).toMatchObject({ action: "test.nothing", changes: {} });
  });

  it("of a change of settings says which, and not the value where it was refused", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const as = { as: testKeys.admin };
    await call(api.url, "platform.settings.update", { key: "no.such", value: "s3cret" }, as);
    await call(
      api.url,
      "platform.settings.update",
      { key: "platform.outbox_days", value: "s3cret" },
      as,
    );
    const rows = await database.db.select().from(auditRows).orderBy(auditRows.id);
    expect(rows).toMatchObject([
      { target: "setting:no.such", changes: { value: "[secret]" } },
      { target: "setting:platform.outbox_days", changes: { value: "[secret]" } },
    ]);
  });
});
