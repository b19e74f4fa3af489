import { call, runCli, testApi, testDatabase } from "@mainstay/testing";
import { expect, it } from "vitest";
import { demoKeys } from "./keys.ts";

it("gives development a key of a merchant and one of a trader, which call for their own scope", async () => {
  await using database = await testDatabase();
  expect((await runCli(["seed"], { on: database })).out).toMatch(/keys +2 API keys/);
  expect((await runCli(["seed"], { on: database })).out).toMatch(/keys +all there/);
  await using api = await testApi(database);
  for (const [at, { key, scope }] of demoKeys.entries()) {
    expect(key).toMatch(/^msk_test_developmentonly/);
    const ask = (of: object) =>
      call(api.url, "identity.apiKeys.list", { scope: of }, { as: key, by: "query" });
    const { data } = await ask(scope);
    expect(data).toMatchObject({ items: [{ name: "Development", scope }] });
    const foreign = await ask(demoKeys[1 - at]?.scope ?? {});
    expect(foreign.error).toMatchObject({ kind: "forbidden" });
  }
});

it("a key that was made before there was something to do may do it after the next seed", async () => {
  await using database = await testDatabase();
  await runCli(["seed"], { on: database });
  await database.admin(
    "update api_keys set permissions = array_remove(permissions, 'payments.sandbox.use')",
  );
  expect((await runCli(["seed"], { on: database })).out).toMatch(/keys +1 API keys/);
  const may = "select from api_keys where 'payments.sandbox.use' = any(permissions)";
  expect(await database.admin(may)).toBe(1);
  expect((await runCli(["seed"], { on: database })).out).toMatch(/keys +all there/);
});
