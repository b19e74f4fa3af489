import { randomUUID } from "node:crypto";
import { reconcile } from "@mainstay/core";
import { requisites, stores, traders } from "@mainstay/db";
import { call, runCli, testApi, testDatabase, type TestApi } from "@mainstay/testing";
import { describe, expect, it } from "vitest";
import { demoKeys } from "./keys.ts";
import { demoStore } from "./payments.ts";
import { demoScopes } from "./people.ts";

const [merchantKey = "", traderKey = ""] = demoKeys.map(({ key }) => key);
const money = { amount: "10000", currency: "RUB" };

const create = (api: TestApi, what: string, input: object) =>
  call(
    api.url,
    `payments.${what}.create`,
    { storeId: demoStore, reference: randomUUID(), money, ...input },
    { as: merchantKey, key: randomUUID() },
  );

describe("the seed of payments", () => {
  it("leaves a store, and a trader who takes its orders from the moment he says that he is here", async () => {
    await using database = await testDatabase();
    const first = await runCli(["seed"], { on: database });
    expect(first).toMatchObject({ code: 0, err: "" });
    expect(first.out).toMatch(
      /payments +a store, a team, a trader, a requisite by card, a requisite by sbp, 10000 USDT, 1000 USDT, a rate/,
    );
    expect((await runCli(["seed"], { on: database })).out).toMatch(/payments +all there/);
    await using api = await testApi(database);
    expect((await create(api, "payIns", { method: "card" })).data).toMatchObject({
      state: "matching",
    });
    const online = { traderId: demoScopes.trader };
    const here = await call(api.url, "payments.traders.goOnline", online, { as: traderKey });
    expect(here.data).toMatchObject({ online: true });
    for (const method of ["card", "sbp"]) {
      expect((await create(api, "payIns", { method })).data).toMatchObject({
        state: "assigned",
        requisite: { holder: "DEMO TRADER" },
      });
    }
    const destination = { method: "card", number: "4111 1111 1111 1111", holder: "PETR IVANOV" };
    expect((await create(api, "payOuts", { destination })).data).toMatchObject({
      state: "offered",
    });
    expect((await reconcile(api.services.db, { by: "test" })).findings).toEqual([]);
  });

  it("its merchant plays in the sandbox by the key of development", async () => {
    await using database = await testDatabase();
    await runCli(["seed"], { on: database });
    await using api = await testApi(database);
    const options = { as: merchantKey, key: randomUUID() };
    const input = { storeId: demoStore, currency: "RUB", method: "card" };
    const { error } = await call(api.url, "payments.sandbox.supply", input, options);
    expect(error).toBeNull();
    expect((await create(api, "payIns", { method: "card" })).data).toMatchObject({
      state: "assigned",
    });
  });

  it("brings nothing back that was changed, paused or archived, and says again what is too old", async () => {
    await using database = await testDatabase();
    await runCli(["seed"], { on: database });
    await database.db.update(stores).set({ state: "paused" });
    await database.db.update(requisites).set({ state: "archived" });
    await database.db.update(traders).set({ name: "Somebody" });
    expect((await runCli(["seed"], { on: database })).out).toMatch(/payments +all there/);
    expect(await database.db.$count(requisites)).toBe(2);
    const limit = `insert into settings (key, value, changed_at, changed_by)
      values ('platform.typed_rate_hours', '1', now(), 'test')`;
    await database.admin(limit);
    await database.admin("alter table rates disable trigger user");
    await database.admin("update rates set taken_at = now() - interval '2 hours'");
    expect((await runCli(["seed"], { on: database })).out).toMatch(/payments +a rate$/m);
  });

  it("gives nothing to any other installation", async () => {
    await using database = await testDatabase();
    const secret = Buffer.alloc(32, 7).toString("base64");
    const env = {
      MODE: "sandbox",
      APP_SECRET: secret,
      ENCRYPTION_KEYS: `one:${secret}`,
      PUBLIC_URL: "http://api.example.com",
      APP_URL: "http://app.example.com",
      PAY_URL: "http://pay.example.com",
      CORS_ORIGINS: "http://app.example.com",
      SMTP_URL: "smtp://mail.example.com",
      MAIL_FROM: "Mainstay <mail@example.com>",
      FILES_DIR: "/srv/mainstay/files",
    };
    expect(await runCli(["seed"], { on: database, env })).toMatchObject({ code: 0, err: "" });
    expect(await database.db.$count(stores)).toBe(0);
    expect(await database.db.$count(traders)).toBe(0);
  });
});
