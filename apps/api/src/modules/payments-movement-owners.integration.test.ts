import { randomUUID } from "node:crypto";
import type { Audience, Role, Scope } from "@mainstay/contracts";
import { accounts, deliveries } from "@mainstay/db";
import {
  adminPerson,
  askMovements,
  type Called,
  changeMovements,
  idOfMade,
  leadPerson,
  merchantPerson,
  type Movable,
  movableOwners,
  movementInput,
  promisedMails,
  supportPerson,
  testAccount,
  testApi,
  type TestApi,
  testDatabase,
  testKeys,
  traderPerson,
  usdt,
} from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

const itemsOf = ({ data }: Called) =>
  (data as { items: { id: string; owner: { id: string }; account: string }[] }).items;

/** Each owner's person, and what is recorded for whom. */
async function recordedForAll(api: TestApi) {
  const owners = await movableOwners(api);
  const { merchant, collateral, earnings, team } = owners;
  const record = async (about: Movable) =>
    idOfMade(
      await changeMovements(
        api,
        "record",
        movementInput(about, { note: "Between us." }),
        testKeys.admin,
      ),
    );
  return {
    owners,
    own: [
      { as: await merchantPerson(api, merchant.owner.id), ids: [await record(merchant)] },
      {
        as: await traderPerson(api, collateral.owner.id),
        ids: [await record(collateral), await record(earnings)],
      },
      { as: await leadPerson(api, team.owner.id), ids: [await record(team)] },
    ],
  };
}

describe("movements", () => {
  it("are shown to their owner alone, and all of them to support", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { own } = await recordedForAll(api);
    const all = own.flatMap(({ ids }) => ids);
    for (const { as, ids } of own) {
      const listed = itemsOf(await askMovements(api, "list", {}, as));
      expect(listed.map(({ id }) => id)).toEqual(ids.toReversed());
      for (const movementId of all) {
        const { data, error } = await askMovements(api, "get", { movementId }, as);
        expect(data ?? error).toMatchObject(
          ids.includes(movementId)
            ? { id: movementId }
            : {
                kind: "not_found",
                reason: "payments.movement_unknown",
                details: { movementId },
              },
        );
      }
    }
    for (const as of [await supportPerson(api), testKeys.admin]) {
      const listed = itemsOf(await askMovements(api, "list", {}, as));
      expect(listed.map(({ id }) => id)).toEqual(all.toReversed());
    }
    const movementId = randomUUID();
    const unknown = await askMovements(api, "get", { movementId }, testKeys.support);
    expect(unknown.error?.reason).toBe("payments.movement_unknown");
  });

  it("do not tell their owner which colleague it was, nor what colleagues wrote to each other", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { own } = await recordedForAll(api);
    for (const { as, ids } of own) {
      const movementId = ids[0] ?? "";
      const why = "Of another day.";
      const input = { movementId, why };
      expect((await changeMovements(api, "reject", input, testKeys.admin)).status).toBe(200);
      const hidden = { note: null, recorded: { by: null }, decided: { by: null, why: null } };
      expect((await askMovements(api, "get", { movementId }, as)).data).toMatchObject(hidden);
      const listed = itemsOf(await askMovements(api, "list", {}, as));
      expect(listed.find(({ id }) => id === movementId)).toMatchObject(hidden);
      const seen = await askMovements(api, "get", { movementId }, testKeys.support);
      expect(seen.data).toMatchObject({
        note: "Between us.",
        recorded: { by: expect.any(String) },
        decided: { by: expect.any(String), why },
      });
    }
  });

  it("are listed by state and owner, page by page, each once; somebody else's owner is unknown", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { owners, own } = await recordedForAll(api);
    const list = async (input: object, as: string = testKeys.support) =>
      itemsOf(await askMovements(api, "list", input, as));
    const [ofMerchant, ofTrader, ofTeam] = own;
    const movementId = ofMerchant?.ids[0] ?? "";
    await changeMovements(api, "reject", { movementId, why: "no need" }, testKeys.admin);
    expect((await list({ state: "rejected" })).map(({ id }) => id)).toEqual(ofMerchant?.ids);
    expect(await list({ state: "approved" })).toEqual([]);
    expect(await list({ state: "recorded" })).toHaveLength(3);
    const ownerId = owners.collateral.owner.id;
    expect((await list({ ownerId })).map(({ account }) => account)).toEqual([
      "trader.earnings",
      "trader.collateral",
    ]);
    expect(await list({ ownerId, state: "rejected" })).toEqual([]);
    for (const [id, as] of [
      [ownerId, ofMerchant?.as],
      [ownerId, ofTeam?.as],
      [owners.team.owner.id, ofTrader?.as],
      [randomUUID(), testKeys.support],
    ] as const)
      expect((await askMovements(api, "list", { ownerId: id }, as ?? "")).error).toMatchObject({
        reason: "payments.movement_owner_unknown",
        details: { ownerId: id },
      });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const input: object = { limit: 3, cursor };
      const told = await askMovements(api, "list", input, testKeys.support);
      seen.push(...itemsOf(told).map(({ id }) => id));
      cursor = (told.data as { nextCursor: string | null }).nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(own.flatMap(({ ids }) => ids).toReversed());
    const foreign = await list({ cursor: ofTeam?.ids[0] }, ofMerchant?.as);
    expect(foreign.map(({ id }) => id)).toEqual(ofMerchant?.ids);
  });

  it("are recorded and decided by administrators, and by nobody else", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { owners, own } = await recordedForAll(api);
    const people = [...own, { as: await supportPerson(api), ids: own.flatMap(({ ids }) => ids) }];
    for (const { as, ids } of people) {
      const movementId = ids[0] ?? "";
      for (const [name, input] of Object.entries({
        record: movementInput(owners.merchant),
        approve: { movementId },
        reject: { movementId, why: "no need" },
      })) {
        const { error } = await changeMovements(api, name, input, as);
        expect(error?.reason).toBe("request.forbidden");
      }
    }
    const movementId = randomUUID();
    for (const [name, input] of Object.entries({
      approve: { movementId },
      reject: { movementId, why: "no need" },
    })) {
      const { error } = await changeMovements(api, name, input, testKeys.admin);
      expect(error).toMatchObject({ reason: "payments.movement_unknown", details: { movementId } });
    }
  });
});

describe("who is told", () => {
  const audiences = { merchant: "merchant", trader: "trader", team: "lead" } as const;
  const holding = (api: TestApi, scope: Scope, locale: "ru" | "en" = "en") => {
    const role: Role & Audience = audiences[scope.kind as keyof typeof audiences];
    return testAccount(api.services, { grants: [{ role, scope }], locale });
  };

  it("is each of the owner's people, once and in their language, when it is approved", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const [one, other] = [await adminPerson(api), await adminPerson(api)];
    const { merchant, collateral, team } = await movableOwners(api);
    for (const [about, name] of [
      [merchant, "North"],
      [collateral, "Trader"],
      [team, "Team"],
    ] as const) {
      const scope = about.owner as Scope;
      const people = [await holding(api, scope), await holding(api, scope, "ru")];
      const blocked = await holding(api, scope);
      await database.db
        .update(accounts)
        .set({ status: "blocked" })
        .where(eq(accounts.id, blocked.id));
      const stranger = await holding(api, { ...scope, id: randomUUID() });
      const input = movementInput(about);
      const movementId = idOfMade(await changeMovements(api, "record", input, one));
      const mailsOf = ({ email }: { email: string }) => promisedMails(api.services, email);
      for (const person of people) expect(await mailsOf(person)).toEqual([]);
      await changeMovements(api, "approve", { movementId }, one);
      await changeMovements(api, "approve", { movementId }, other);
      for (const person of people) {
        expect(await mailsOf(person)).toMatchObject([
          {
            template: "payments.movement_approved",
            locale: person.locale,
            data: {
              kind: "deposit",
              name,
              account: about.account,
              money: usdt("12.500000"),
              outsideReference: input.outsideReference,
            },
          },
        ]);
      }
      expect(await mailsOf(blocked)).toEqual([]);
      expect(await mailsOf(stranger)).toEqual([]);
    }
  });

  it("is nobody when it is rejected", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { merchant } = await movableOwners(api);
    await holding(api, merchant.owner as Scope);
    const input = movementInput(merchant);
    const movementId = idOfMade(await changeMovements(api, "record", input, testKeys.admin));
    await changeMovements(api, "reject", { movementId, why: "no need" }, testKeys.admin);
    expect(await database.db.$count(deliveries)).toBe(0);
  });
});
