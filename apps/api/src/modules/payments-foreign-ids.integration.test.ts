import { randomUUID } from "node:crypto";
import {
  contract,
  type ContractSchemas,
  contractSchemas,
  idOf,
  type JsonSchema,
  merchantBalance,
  type Procedure,
  type Role,
  settlementCurrency,
  storeLogoFile,
  webhookLoopback,
} from "@mainstay/contracts";
import { files, storeTraders } from "@mainstay/db";
import {
  addTestEntry,
  call,
  fund,
  leadPerson,
  liftLimits,
  payInWorld,
  type TestApi,
  testApi,
  testDatabase,
  testKeys,
  testProofFile,
  testVisit,
  thrown,
} from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

/** What an id can be of. */
type Thing =
  | "merchant"
  | "store"
  | "trader"
  | "team"
  | "requisite"
  | "payIn"
  | "payOut"
  | "merchantFile"
  | "traderFile"
  | "logo"
  | "movement"
  | "fraudEntry"
  | "endpoint"
  | "delivery"
  | "session";

interface Asked {
  /** Of each id in the input, by its path, what it is of. */
  readonly ids: Readonly<Record<string, Thing>>;
  /** The rest of an input that would be taken. */
  readonly rest?: object;
}

const money = { amount: "10000", currency: "RUB" };
const usdt = { amount: "1", currency: "USDT" };
const why = "for a reason";
const destination = { method: "card", number: "4111 1111 1111 1111", holder: "PETR IVANOV" };
const payIn: Asked = { ids: { orderId: "payIn" } };
const payOut: Asked = { ids: { orderId: "payOut" } };
const orders: Asked = { ids: { storeId: "store", traderId: "trader", teamId: "team" } };
const because = ({ ids }: Asked): Asked => ({ ids, rest: { why } });
const merchant: Asked = { ids: { merchantId: "merchant" } };
const store: Asked = { ids: { storeId: "store" } };
const trader: Asked = { ids: { traderId: "trader" } };
const team: Asked = { ids: { teamId: "team" } };
const requisite: Asked = { ids: { requisiteId: "requisite" } };
const movement: Asked = { ids: { movementId: "movement" } };
const endpoint: Asked = { ids: { endpointId: "endpoint" } };
const payer: Asked = {
  ids: { "subject.merchantId": "merchant" },
  rest: { subject: { kind: "payer", payerId: "7" } },
};
const span = { from: "2026-01-01T00:00:00Z", until: "2026-02-01T00:00:00Z" };
const look = { title: "Shop", logoFileId: null, successUrl: null, failureUrl: null };

/** Every procedure that takes an id. One that is not here, and one whose ids are others, fails the test below. */
const table: Readonly<Record<string, Asked>> = {
  "events.list": store,
  "fraud.list": payer,
  "fraud.add": { ...payer, rest: { ...payer.rest, why } },
  "fraud.lift": { ids: { entryId: "fraudEntry" }, rest: { why } },
  "fraud.flags": payIn,
  "merchants.get": merchant,
  "merchants.update": merchant,
  "movements.list": { ids: { ownerId: "trader" } },
  "movements.get": movement,
  "movements.record": {
    ids: { "owner.id": "merchant" },
    rest: {
      kind: "deposit",
      owner: { kind: "merchant" },
      account: "merchant.balance",
      money: usdt,
      outsideReference: "0xa",
    },
  },
  "movements.approve": movement,
  "movements.reject": because(movement),
  "movements.moveEarnings": { ...trader, rest: { money: usdt } },
  "payIns.create": { ...store, rest: { reference: "F-1", money, method: "card" } },
  "payIns.get": payIn,
  "payIns.list": orders,
  "payIns.export": orders,
  "payIns.history": payIn,
  "payIns.cancel": payIn,
  "payIns.claimPaid": payIn,
  "payIns.confirm": payIn,
  "payIns.reportSum": { ...payIn, rest: { received: money } },
  "payIns.dispute": because(payIn),
  "payIns.foundMoney": { ...payIn, rest: { received: money } },
  "payIns.accept": payIn,
  "payIns.reject": because(payIn),
  "payIns.resolve": { ...payIn, rest: { as: "unpaid", why } },
  "payIns.contest": because(payIn),
  "payIns.decide": { ...payIn, rest: { as: "upheld", why } },
  "payOuts.create": { ...store, rest: { reference: "F-2", money, destination } },
  "payOuts.get": payOut,
  "payOuts.list": orders,
  "payOuts.export": orders,
  "payOuts.history": payOut,
  "payOuts.proofs": payOut,
  "payOuts.cancel": payOut,
  "payOuts.acceptProof": payOut,
  "payOuts.disputeProof": because(payOut),
  "payOuts.accept": payOut,
  "payOuts.decline": payOut,
  "payOuts.startSending": payOut,
  "payOuts.giveProof": {
    ids: { ...payOut.ids, fileId: "traderFile" },
    rest: { bankReference: "SBP-1" },
  },
  "payOuts.reportTrouble": because(payOut),
  "payOuts.resolve": { ...payOut, rest: { as: "sent", why } },
  "payOuts.markReturned": because(payOut),
  "proofs.add": { ids: { ...payIn.ids, fileId: "merchantFile" } },
  "proofs.list": payIn,
  "requisites.list": trader,
  "requisites.get": requisite,
  "requisites.create": {
    ...trader,
    rest: {
      method: "card",
      holder: "IVAN PETROV",
      number: "4111 1111 1111 1111",
      min: money,
      max: money,
    },
  },
  "requisites.update": requisite,
  "requisites.pause": requisite,
  "requisites.resume": requisite,
  "requisites.archive": requisite,
  "requisites.block": { ...requisite, rest: { why: "it was reported" } },
  "requisites.unblock": requisite,
  "sandbox.playPayIn": { ...payIn, rest: { event: "payer_claims" } },
  "sandbox.playPayOut": { ...payOut, rest: { event: "trader_accepts" } },
  "sandbox.supply": { ...store, rest: { currency: "RUB", method: "card" } },
  "sessions.addReceipt": { ids: { fileId: "merchantFile" } },
  "sessions.end": { ids: { sessionId: "session" } },
  "sessions.create": { ...store, rest: { reference: "F-3", money } },
  "statistics.orders": { ...orders, rest: { ...span, by: "method" } },
  "statistics.commission": { ids: { ...team.ids, ...trader.ids }, rest: span },
  "statistics.turnover": { ids: { ...trader.ids, ...requisite.ids }, rest: span },
  "storeTraders.list": store,
  "storeTraders.set": { ids: { ...store.ids, ...trader.ids }, rest: { rule: "deny" } },
  "stores.list": merchant,
  "stores.get": store,
  "stores.create": {
    ids: { ...merchant.ids, "look.logoFileId": "logo" },
    rest: { name: "Second", look },
  },
  "stores.update": { ids: { ...store.ids, "look.logoFileId": "logo" }, rest: { look } },
  "teams.get": team,
  "teams.balances": team,
  "teams.update": team,
  "terms.list": store,
  "terms.save": store,
  "traders.list": team,
  "traders.get": trader,
  "traders.create": team,
  "traders.update": { ids: { ...trader.ids, ...team.ids } },
  "traders.pause": trader,
  "traders.resume": trader,
  "traders.goOnline": trader,
  "traders.goOffline": trader,
  "webhooks.list": store,
  "webhooks.get": endpoint,
  "webhooks.create": { ...store, rest: { url: "https://shop.example/hook" } },
  "webhooks.update": endpoint,
  "webhooks.remove": endpoint,
  "webhooks.rotateSecret": endpoint,
  "webhooks.sendTest": endpoint,
  "webhooks.attempts": { ids: { ...endpoint.ids, deliveryId: "delivery" } },
  "webhooks.replay": {
    ids: { ...endpoint.ids, "what.deliveryId": "delivery" },
    rest: { what: { kind: "delivery" } },
  },
};

const schemas = contractSchemas(contract);
const procedures = schemas.procedures
  .filter(({ path }) => path.startsWith("payments."))
  .map((one) => ({ ...one, name: one.path.replace("payments.", "") }));

/** The paths of all that has a uuid's form, however deep, in whichever alternative. */
function idsIn(schema: JsonSchema | null, named: ContractSchemas["inputs"]): string[] {
  if (schema === null) return [];
  const found = (inner: JsonSchema, path: string, names: readonly string[]): string[] => {
    const name = inner.$ref === undefined ? undefined : idOf(inner.$ref);
    if (name !== undefined) {
      const target = names.includes(name) ? undefined : named[name];
      return target ? found(target, path, [...names, name]) : [];
    }
    if (inner.format === "uuid") return [path];
    const below = (part: JsonSchema, step: string) =>
      found(part, path === "" ? step : `${path}.${step}`, names);
    return [
      ...Object.entries(inner.properties ?? {}).flatMap(([field, part]) => below(part, field)),
      ...(typeof inner.items === "object" ? below(inner.items, "0") : []),
      ...(typeof inner.additionalProperties === "object"
        ? below(inner.additionalProperties, "*")
        : []),
      ...[...(inner.anyOf ?? []), ...(inner.oneOf ?? []), ...(inner.allOf ?? [])].flatMap((part) =>
        found(part, path, names),
      ),
    ];
  };
  return [...new Set(found(schema, "", []))].toSorted();
}

/** One of everything, and whoever acts for its sides. */
interface World {
  readonly ids: Readonly<Record<Thing, string>>;
  readonly as: Readonly<Record<Actor, string>>;
}
type Actor = Extract<Role, "merchant" | "trader" | "lead"> | "payer";
const actors: readonly Actor[] = ["merchant", "trader", "lead", "payer"];

async function wholeWorld(api: TestApi): Promise<World> {
  const { db, reference } = api.services;
  const world = await payInWorld(api);
  const { as, store: shop, trader: one } = world;
  const { merchantId } = shop;
  // Else another world's orders might come to this one's trader.
  await db.insert(storeTraders).values({ storeId: shop.id, traderId: one.id, rule: "allow" });
  const balance = merchantBalance.of(merchantId, settlementCurrency);
  await fund({ reference, fail: thrown }, db, balance, 1_000_000_000n);
  const does = async (procedure: string, input: object, by = as.merchant) => {
    const { data, error } = await call(api.url, `payments.${procedure}`, input, {
      as: by,
      key: randomUUID(),
    });
    if (error) throw new Error(`${procedure}: ${JSON.stringify(error)}`);
    return data as { id: string };
  };
  const given = (procedure: string) => ({ ...table[procedure]?.rest, storeId: shop.id });
  const payInId = (await world.create()).id;
  const payOutId = (await does("payOuts.create", given("payOuts.create"))).id;
  for (const step of ["accept", "startSending"])
    await does(`payOuts.${step}`, { orderId: payOutId }, as.trader);
  const url = "http://localhost:9/hook";
  const made: unknown = await does("webhooks.create", { ...given("webhooks.create"), url });
  const { id: endpointId } = (made as { endpoint: { id: string } }).endpoint;
  const tested: unknown = await does("webhooks.sendTest", { endpointId });
  const deposit = {
    ...table["movements.record"]?.rest,
    owner: { kind: "merchant", id: merchantId },
    outsideReference: randomUUID(),
  };
  const listed = { kind: "payer", merchantId, payerId: "8" };
  const visit = await testVisit(world);
  await visit.go("choose", { method: "card" });
  return {
    as: {
      merchant: as.merchant,
      trader: as.trader,
      lead: await leadPerson(api, one.teamId),
      payer: visit.token,
    },
    ids: {
      merchant: merchantId,
      store: shop.id,
      trader: one.id,
      team: one.teamId,
      requisite: world.requisite.id,
      payIn: payInId,
      payOut: payOutId,
      merchantFile: await testProofFile(api, as.merchant),
      traderFile: await testProofFile(api, as.trader),
      logo: await logoOf(api, as.merchant),
      movement: (await does("movements.record", deposit, testKeys.admin)).id,
      fraudEntry: (await addTestEntry(api, { subject: listed, why })).id,
      endpoint: endpointId,
      delivery: (tested as { deliveryId: string }).deliveryId,
      session: visit.id,
    },
  };
}

async function logoOf({ url, services }: TestApi, as: string): Promise<string> {
  const { purpose } = storeLogoFile;
  const announced = { purpose, name: "logo.png", type: "image/png", bytes: 100 };
  const { data } = await call(url, "platform.files.createUpload", announced, { as });
  const { fileId } = data as { fileId: string };
  await services.db.update(files).set({ state: "ready" }).where(eq(files.id, fileId));
  return fileId;
}

const isLetIn = ({ access }: Procedure, actor: Actor): boolean =>
  typeof access === "string"
    ? access === "payment_session" && actor === "payer"
    : actor !== "payer" && access.roles.includes(actor) && access.scopes.length > 0;

/** Where it can be left out, another id is asked for alone. */
const isNeeded = ({ properties, required = [] }: JsonSchema, path: string): boolean =>
  properties === undefined || required.includes(path.split(".")[0] ?? "");

/** An input with an id at a path. */
function withId(input: object, path: string, id: string): object {
  const [step = "", ...below] = path.split(".");
  const inner = (input as Record<string, object | undefined>)[step];
  return { ...input, [step]: below.length === 0 ? id : withId({ ...inner }, below.join("."), id) };
}

describe("an id of somebody else", () => {
  it("has a line in the table wherever a procedure takes one", () => {
    const expected = procedures
      .map(({ name, input }) => [name, idsIn(input, schemas.inputs)] as const)
      .filter(([, ids]) => ids.length > 0);
    const told = Object.entries(table).map(([name, { ids }]) => [
      name,
      Object.keys(ids).toSorted(),
    ]);
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(expected));
  });

  it("is as good as none, for each side, in each id of each input", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    await liftLimits(database);
    await call(
      api.url,
      "platform.settings.update",
      { key: webhookLoopback.setting, value: true },
      { as: testKeys.admin, key: randomUUID() },
    );
    const worlds = { own: await wholeWorld(api), other: await wholeWorld(api) };
    const wrong: object[] = [];
    for (const one of procedures)
      for (const [field, thing] of Object.entries(table[one.name]?.ids ?? {}))
        for (const actor of actors)
          wrong.push(...(await wrongAnswers(api, worlds, { ...one, field, thing, actor })));
    expect(wrong).toEqual([]);
  }, 180_000);
});

/** To somebody else's id, and to one that nobody has: whoever guesses does not learn which it is. */
async function wrongAnswers(
  api: TestApi,
  { own, other }: { readonly own: World; readonly other: World },
  asked: Pick<(typeof procedures)[number], "name" | "path" | "procedure" | "input"> & {
    readonly field: string;
    readonly thing: Thing;
    readonly actor: Actor;
  },
): Promise<object[]> {
  const { name, field, actor } = asked;
  const { ids = {}, rest = {} } = table[name] ?? {};
  const around = Object.entries(ids)
    .filter(([path]) => isNeeded(asked.input ?? {}, path))
    .reduce<object>((input, [path, thing]) => withId(input, path, own.ids[thing]), rest);
  const wrong: object[] = [];
  const reasons = new Set<string>();
  for (const id of [other.ids[asked.thing], randomUUID()]) {
    const { data, error } = await call(api.url, asked.path, withId(around, field, id), {
      as: own.as[actor],
      key: randomUUID(),
    });
    const { kind, reason, details } = error ?? { kind: "", reason: "answered", details: { data } };
    reasons.add(reason);
    const refused = isLetIn(asked.procedure, actor)
      ? kind === "not_found" && JSON.stringify(details).includes(id)
      : kind === "forbidden" || kind === "unauthenticated";
    if (!refused) wrong.push({ name, field, actor, id, reason, details });
  }
  return reasons.size > 1 ? [...wrong, { name, field, actor, reasons: [...reasons] }] : wrong;
}
