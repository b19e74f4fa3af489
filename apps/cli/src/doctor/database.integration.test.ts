import { webhookLoopback } from "@mainstay/contracts";
import { settings, traders } from "@mainstay/db";
import { testDatabase, testEnv, testMerchant, testTrader } from "@mainstay/testing";
import { expect, it } from "vitest";
import { database as examined } from "./database.ts";

it("webhooks to this machine are a fault in production, and nowhere else", async () => {
  await using database = await testDatabase();
  const faults = async (MODE: "production" | "development") => {
    const states: string[] = [];
    for await (const { about, state } of examined({ ...testEnv(database), MODE }))
      if (about === "Webhooks") states.push(state);
    return states;
  };
  expect(await faults("production")).toEqual([]);
  const stored = { changedAt: new Date(), changedBy: "test" };
  await database.db
    .insert(settings)
    .values({ key: webhookLoopback.setting, value: true, ...stored });
  expect(await faults("production")).toEqual(["fail"]);
  expect(await faults("development")).toEqual([]);
});

it("traders of sandboxes are a fault in production, which must not go on with their database", async () => {
  await using database = await testDatabase();
  const faults = async (MODE: "production" | "development") => {
    const found: object[] = [];
    for await (const finding of examined({ ...testEnv(database), MODE }))
      if (finding.about === "Sandbox") found.push(finding);
    return found;
  };
  await testTrader(database.db);
  expect(await faults("production")).toEqual([]);
  const { id } = await testMerchant(database.db);
  await database.db.update(traders).set({ sandboxMerchantId: id });
  expect(await faults("production")).toMatchObject([
    { state: "fail", todo: expect.stringContaining("do not use it in production") },
  ]);
  expect(await faults("development")).toEqual([]);
});
