import { randomUUID } from "node:crypto";
import type { FraudEntry } from "@mainstay/contracts";
import { auditRows, fraudEntries } from "@mainstay/db";
import {
  addTestEntry,
  type Called,
  call,
  endTestEntry,
  liftTestEntry,
  leadPerson,
  payInWorld,
  supportPerson,
  type TestApi,
  testApi,
  testDatabase,
  testKeys,
  testStore,
} from "@mainstay/testing";
import { describe, expect, it } from "vitest";
import type { z } from "zod";

type Entry = z.output<typeof FraudEntry>;

const why = "it was reported by its owner";
const card = { kind: "requisite", method: "card", number: "4111 1111 1111 1111" };
const change = (api: TestApi, name: string, input: object, as: string) =>
  call(api.url, `payments.fraud.${name}`, input, { as, key: randomUUID() });
const look = (api: TestApi, name: string, input: object, as: string) =>
  call(api.url, `payments.fraud.${name}`, input, { as, by: "query" });
const add = async (api: TestApi, subject: object, more: object = {}) =>
  (await addTestEntry(api, { subject, why, ...more })) as Entry;

describe("the black list", () => {
  it("keeps payers, networks and numbers as fingerprints, and shows support what they end or begin with", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const support = await supportPerson(api);
    const { merchantId } = await testStore(database.db);
    const payer = { kind: "payer", merchantId, payerId: "customer-9981" };
    const first = await add(api, payer, { days: 30 });
    expect(first).toEqual({
      id: expect.any(String),
      kind: "payer",
      label: `•••• 9981 of the merchant ${merchantId}`,
      why,
      by: expect.stringMatching(/^account:/),
      at: expect.any(String),
      until: new Date(Date.parse(first.at) + 30 * 86_400_000).toISOString(),
      lifted: null,
      counts: true,
    });
    const labels = async (subject: object) => (await add(api, subject)).label;
    expect(await labels({ kind: "ip", ip: "203.0.113.7" })).toBe("203.0.••••");
    expect(await labels({ kind: "ip", ip: "2001:db8:1:2::7" })).toBe("2001:db8:••••");
    expect(await labels(card)).toBe("card •••• 1111");
    expect(await labels({ ...payer, payerId: "9" })).toBe(`•••• of the merchant ${merchantId}`);

    const told = (await look(api, "list", {}, support)).data as { items: Entry[] };
    expect(told.items).toHaveLength(5);
    expect(told.items.at(-1)).toEqual(first);
    const rows = await database.db.select().from(fraudEntries);
    const audit = await database.db.select().from(auditRows);
    const written = JSON.stringify([rows, audit]);
    for (const secret of ["customer-9981", "203.0.113.7", "2001:db8:1:2", "4111"])
      expect(written).not.toContain(secret);
    const noted = audit.find(({ target }) => target === `fraud_entry:${first.id}`);
    expect(noted).toMatchObject({ changes: { kind: "payer", label: first.label, why } });
  });

  it("is found by what is on it, by kind, and by whether it counts, page by page", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const support = await supportPerson(api);
    const over = await add(api, { kind: "ip", ip: "203.0.113.1" }, { days: 1 });
    await endTestEntry(api, over);
    const lifted = await add(api, card);
    await liftTestEntry(api, lifted);
    const again = await add(api, card);
    const other = await add(api, { kind: "ip", ip: "203.0.113.2" });
    const ids = async (input: object) => {
      const { data, error } = await look(api, "list", input, support);
      if (error) throw new Error(JSON.stringify(error));
      return (data as { items: Entry[] }).items.map(({ id }) => id);
    };
    expect(await ids({})).toEqual([other.id, again.id, lifted.id, over.id]);
    expect(await ids({ kind: "ip" })).toEqual([other.id, over.id]);
    expect(await ids({ counting: true })).toEqual([other.id, again.id]);
    expect(await ids({ counting: false })).toEqual([lifted.id, over.id]);
    expect(await ids({ subject: { ...card, number: "4111-1111-1111-1111" } })).toEqual([
      again.id,
      lifted.id,
    ]);
    expect(await ids({ kind: "payer", subject: card })).toEqual([]);
    const seen: string[] = [];
    for (let cursor: string | null = null; ;) {
      const { data } = await look(api, "list", { limit: 1, cursor }, support);
      const page = data as { items: Entry[]; nextCursor: string | null };
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
      if (cursor === null) break;
    }
    expect(seen).toEqual([other.id, again.id, lifted.id, over.id]);
  });

  it("takes each once, what is lifted or over anew, and nothing that could not be met", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const support = await supportPerson(api);
    const entry = await add(api, card, { days: 1 });
    const refused = async (name: string, input: object) => {
      const { error } = await change(api, name, input, support);
      return { reason: error?.reason, details: error?.details };
    };
    const adding = (subject: object) => refused("add", { subject, why });
    expect(await adding(card)).toEqual({
      reason: "payments.fraud_listed",
      details: { entryId: entry.id },
    });
    await endTestEntry(api, entry);
    const second = await add(api, card);
    expect(await adding(card)).toMatchObject({ details: { entryId: second.id } });
    const { data } = await liftTestEntry(api, second);
    expect(data).toMatchObject({ counts: false, lifted: { at: expect.any(String) } });
    expect(await refused("lift", { entryId: second.id, why })).toMatchObject({
      reason: "payments.fraud_entry_lifted",
    });
    // It was over, and gave its place up.
    expect(await refused("lift", { entryId: entry.id, why })).toMatchObject({
      reason: "payments.fraud_entry_lifted",
    });
    await add(api, card);
    const nobody = randomUUID();
    expect(await refused("lift", { entryId: nobody, why })).toEqual({
      reason: "payments.fraud_entry_unknown",
      details: { entryId: nobody },
    });
    expect(await adding({ kind: "payer", merchantId: nobody, payerId: "ann" })).toEqual({
      reason: "payments.merchant_unknown",
      details: { merchantId: nobody },
    });
    expect(await adding({ ...card, method: "pigeon" })).toMatchObject({
      reason: "payments.method_unknown",
    });
    expect(await adding({ ...card, method: "cash" })).toMatchObject({
      reason: "payments.requisite_method_unfit",
    });
    expect(await adding({ ...card, number: "4111 1111 1111 1112" })).toMatchObject({
      reason: "payments.requisite_number_unfit",
    });
    expect(
      await refused("add", { subject: { kind: "ip", ip: "203.0.113.999" }, why }),
    ).toMatchObject({ reason: "request.invalid" });
    expect(await refused("lift", { entryId: second.id })).toMatchObject({
      reason: "request.invalid",
    });
  });

  it("has one of many who list or lift the same at once, round after round", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const support = await supportPerson(api);
    const subject = { kind: "ip", ip: "203.0.113.7" };
    const parallel = (name: string, input: object) =>
      Promise.all(Array.from({ length: 6 }, () => change(api, name, input, support)));
    const counted = (answers: Called[]) => {
      const reasons = answers.map(({ error }) => error?.reason ?? "won").toSorted();
      return Object.fromEntries(
        reasons.map((reason) => [reason, reasons.filter((one) => one === reason).length]),
      );
    };
    for (let round = 0; round < 6; round += 1) {
      const added = await parallel("add", { subject, why, days: 1 });
      expect(counted(added)).toEqual({ won: 1, "payments.fraud_listed": 5 });
      const [entry] = added.flatMap(({ data }) => (data === undefined ? [] : [data as Entry]));
      const entryId = entry?.id ?? "";
      const named = added.flatMap(({ error }) => (error === null ? [] : [error.details]));
      expect(named).toEqual(Array.from({ length: 5 }, () => ({ entryId })));
      // Every second one is not lifted but runs out.
      const runsOut = round % 2 === 1;
      if (runsOut) await endTestEntry(api, { id: entryId });
      const lifted = runsOut ? [] : await parallel("lift", { entryId, why });
      expect(counted(lifted)).toEqual(runsOut ? {} : { won: 1, "payments.fraud_entry_lifted": 5 });
    }
  });

  it("and flags are for support and administrators alone", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { id: orderId } = await world.create();
    const { id: entryId } = await add(api, card);
    const { trader } = world;
    const others = [
      world.as.merchant,
      world.as.trader,
      await leadPerson(api, trader.teamId),
      testKeys.customer,
    ];
    for (const as of others) {
      const answers = [
        await look(api, "list", {}, as),
        await look(api, "flags", { orderId }, as),
        await change(api, "add", { subject: { kind: "ip", ip: "203.0.113.7" }, why }, as),
        await change(api, "lift", { entryId, why }, as),
      ];
      for (const { error } of answers) expect(error?.reason).toBe("request.forbidden");
    }
    const flags = await look(api, "flags", { orderId }, testKeys.admin);
    expect(flags.data).toEqual({ items: [] });
    const unknown = await look(api, "flags", { orderId: randomUUID() }, world.as.support);
    expect(unknown.error?.reason).toBe("payments.order_unknown");
  });
});
