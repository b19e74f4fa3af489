import { webhookLoopback } from "@mainstay/contracts";
import { settings } from "@mainstay/db";
import { testDatabase, testEnv } from "@mainstay/testing";
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
