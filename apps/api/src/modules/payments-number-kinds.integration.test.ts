import { randomUUID } from "node:crypto";
import { fraudEntries, requisites } from "@mainstay/db";
import {
  addTestEntry,
  call,
  payOutWorld,
  supportPerson,
  type TestApi,
  testApi,
  testDatabase,
  testRequisite,
  testTrader,
  traderPerson,
} from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

const number = "+79001234567";
const subject = (method: string) => ({ kind: "requisite", method, number });
/** As the first release kept it: by its method's name. */
const before = ({ services }: TestApi, method: string) =>
  services.sealer.fingerprint(`requisite:${method}:${number}`);

/** What comes of adding the number as a trader's requisite by this method. */
async function add(api: TestApi, method: string, trader?: string): Promise<string> {
  const traderId = trader ?? (await testTrader(api.services.db)).id;
  const money = { amount: "100", currency: "RUB" };
  const { error } = await call(
    api.url,
    "payments.requisites.create",
    { traderId, method, number, holder: "IVAN PETROV", min: money, max: money },
    { as: await traderPerson(api, traderId), key: randomUUID() },
  );
  return error?.reason ?? "created";
}

describe("a phone's number", () => {
  it("that is listed by one method is so by all methods that send to phones", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payOutWorld(api);
    await addTestEntry(api, { subject: subject("phone"), why: "it was reported" });
    expect(await add(api, "phone")).toBe("payments.requisite_refused");
    expect(await add(api, "sbp")).toBe("payments.requisite_refused");
    const asked = {
      storeId: world.store.id,
      reference: "R",
      money: { amount: "1000", currency: "RUB" },
      destination: world.to({ method: "sbp", number }),
    };
    const { error } = await world.ask("create", asked, world.as.merchant);
    expect(error?.reason).toBe("payments.destination_refused");
  });

  it("that the first release has listed is listed still, and once", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { id } = await addTestEntry(api, { subject: subject("sbp"), why: "it was reported" });
    await database.db.update(fraudEntries).set({ hash: before(api, "sbp") });
    expect(await add(api, "sbp")).toBe("payments.requisite_refused");
    expect(await add(api, "phone")).toBe("payments.requisite_refused");
    const as = await supportPerson(api);
    const listed = await call(
      api.url,
      "payments.fraud.list",
      { subject: subject("phone") },
      { as, by: "query" },
    );
    expect(listed.data).toMatchObject({ items: [{ id }] });
    const again = await call(
      api.url,
      "payments.fraud.add",
      { subject: subject("phone"), why: "it was reported" },
      { as, key: randomUUID() },
    );
    expect(again.error).toMatchObject({
      reason: "payments.fraud_listed",
      details: { entryId: id },
    });
  });

  it("that a requisite of the first release has is taken by its method, and found", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { id } = await testRequisite(api.services, { method: "sbp", number });
    await database.db
      .update(requisites)
      .set({ numberHash: before(api, "sbp") })
      .where(eq(requisites.id, id));
    expect(await add(api, "sbp")).toBe("payments.requisite_taken");
    const found = await call(
      api.url,
      "payments.requisites.list",
      { number },
      { as: await supportPerson(api), by: "query" },
    );
    expect(found.data).toMatchObject({ items: [{ id }] });
    // By another method it is another requisite, as ever.
    expect(await add(api, "phone")).toBe("created");
  });

  it.each(["phone", "sbp", "of the first release"])(
    "is not paid out to by the trader whose own it is by %s",
    async (kept) => {
      await using database = await testDatabase();
      await using api = await testApi(database);
      const world = await payOutWorld(api);
      const method = kept === "phone" ? "phone" : "sbp";
      await testRequisite(api.services, { traderId: world.trader.id, method, number });
      if (kept === "of the first release")
        await database.db.update(requisites).set({ numberHash: before(api, "sbp") });
      const destination = world.to({ method: "sbp", number });
      expect(await world.create({ destination })).toMatchObject({ state: "matching" });
      const { trader, as } = await world.another();
      await world.offer();
      const { data } = await world.look("list", {}, as);
      expect(data).toMatchObject({ items: [{ state: "offered", traderId: trader.id }] });
    },
  );
});
