import { randomUUID } from "node:crypto";
import { accountPurpose, type AccountRef } from "@mainstay/contracts";
import { accountId, hold, postJournal, reconcile } from "@mainstay/core";
import { auditRows, ledgerTransfers } from "@mainstay/db";
import {
  anyMove,
  call,
  fees,
  fund,
  move,
  outside,
  type TestApi,
  testAccount,
  testApi,
  type TestDatabase,
  testDatabase,
  testKeys,
  testSession,
  thrown,
  wallet,
} from "@mainstay/testing";
import { describe, expect, it } from "vitest";

const merchantBalance = accountPurpose("merchant.balance", {
  side: "credit",
  floor: 0n,
  about: "What we owe a merchant.",
});
const posterOf = (api: TestApi) => ({ reference: api.services.reference, fail: thrown });
const ask = (api: TestApi, name: string, input: object, as: string | null = testKeys.admin) =>
  call(api.url, `ledger.${name}`, input, { by: "query", ...(as === null ? {} : { as }) });
const change = (api: TestApi, name: string, input: object, as: string | null) =>
  call(api.url, `ledger.${name}`, input, { key: randomUUID(), ...(as === null ? {} : { as }) });

interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}
interface Item {
  readonly id: string;
  readonly version: string | null;
  readonly change: { readonly amount: string };
}

async function customer(api: TestApi) {
  const account = await testAccount(api.services, { audiences: ["customer"] });
  const { accessToken: as } = await testSession(api.services, account, "customer");
  return { id: account.id, as };
}
async function merchant(api: TestApi) {
  const id = randomUUID();
  const account = await testAccount(api.services, {
    grants: [{ role: "merchant", scope: { kind: "merchant", id } }],
  });
  const { accessToken: as } = await testSession(api.services, account, "merchant");
  return { id, as };
}

describe("accounts", () => {
  it("are shown to whom they belong to, with what is held, and all of them to administrators", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const ctx = posterOf(api);
    const { db } = api.services;
    const ann = await customer(api);
    const shop = await merchant(api);
    const nobody = await customer(api);
    await fund(ctx, db, wallet(ann.id), 12_500_000n);
    await fund(ctx, db, merchantBalance.of(shop.id, "RUB"), 250n);
    await hold(ctx, db, {
      id: randomUUID(),
      kind: anyMove,
      ref: "test:1",
      from: wallet(ann.id),
      amount: 500_000n,
    });
    const usdt = (amount: string) => ({ amount, currency: "USDT" });
    expect((await ask(api, "accounts.list", {}, ann.as)).data).toEqual({
      items: [
        {
          id: accountId(wallet(ann.id)),
          account: "account.wallet",
          owner: { kind: "account", id: ann.id },
          balance: usdt("12.500000"),
          held: usdt("0.500000"),
          available: usdt("12.000000"),
          openedAt: expect.any(String),
        },
      ],
      nextCursor: null,
    });
    const ofShop = (await ask(api, "accounts.list", {}, shop.as)).data as Page<object>;
    expect(ofShop.items).toMatchObject([
      { account: "merchant.balance", balance: { amount: "2.50", currency: "RUB" } },
    ]);
    expect((await ask(api, "accounts.list", {}, nobody.as)).data).toMatchObject({ items: [] });
    const all = (await ask(api, "accounts.list", {})).data as Page<{ account: string }>;
    expect(all.items.map(({ account }) => account).toSorted()).toEqual([
      "account.wallet",
      "merchant.balance",
      "platform.clearing",
      "platform.external",
      "platform.external",
    ]);
    const wanted = { account: "platform.external", currency: "RUB" };
    const found = (await ask(api, "accounts.list", wanted)).data as Page<object>;
    expect(found.items).toMatchObject([{ balance: { amount: "2.50", currency: "RUB" } }]);
  });

  it("of somebody else are answered as if there were none, in every way to ask", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const ann = await customer(api);
    const shop = await merchant(api);
    await fund(posterOf(api), api.services.db, wallet(ann.id), 100n);
    await fund(posterOf(api), api.services.db, merchantBalance.of(shop.id, "USDT"), 100n);
    const others = [
      [ann, merchantBalance.of(shop.id, "USDT")],
      [shop, wallet(ann.id)],
      [ann, outside()],
      [await customer(api), wallet(ann.id)],
      [await merchant(api), merchantBalance.of(shop.id, "USDT")],
      [ann, wallet(randomUUID())],
    ] as const;
    for (const [{ as }, ref] of others) {
      for (const name of ["balance", "statement", "exportStatement"]) {
        const { error } = await ask(api, `accounts.${name}`, { accountId: accountId(ref) }, as);
        expect(error).toMatchObject({ kind: "not_found", reason: "ledger.account_unknown" });
      }
    }
    const { error } = await ask(api, "accounts.list", {}, null);
    expect(error?.reason).toBe("request.unauthenticated");
  });

  it("are read by a partner's key as by who made it, and nobody else's are", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const shop = await merchant(api);
    await fund(posterOf(api), api.services.db, merchantBalance.of(shop.id, "USDT"), 100n);
    await fund(posterOf(api), api.services.db, merchantBalance.of(randomUUID(), "USDT"), 100n);
    const { data } = await call(
      api.url,
      "identity.apiKeys.create",
      {
        scope: { kind: "merchant", id: shop.id },
        name: "Shop",
        permissions: ["ledger.accounts.read"],
      },
      { as: shop.as, key: randomUUID() },
    );
    const { key } = data as { key: string };
    const own = { id: accountId(merchantBalance.of(shop.id, "USDT")) };
    expect((await ask(api, "accounts.list", {}, key)).data).toMatchObject({ items: [own] });
    const statement = await ask(api, "accounts.statement", { accountId: own.id }, key);
    expect(statement.data).toMatchObject({ items: [{ change: { amount: "0.000100" } }] });
  });

  it("are listed page by page, each once", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    for (let n = 0; n < 7; n += 1)
      await fund(posterOf(api), api.services.db, wallet(randomUUID()), 1n);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const input: object = { limit: 3, cursor };
      const page = (await ask(api, "accounts.list", input)).data as Page<{ id: string }>;
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(new Set(seen).size).toBe(8);
    expect(seen).toHaveLength(8);
  });
});

/** Ten movements on a wallet and on an account without a floor, at known times. */
async function history(api: TestApi, database: TestDatabase): Promise<AccountRef> {
  const ann = wallet(randomUUID());
  for (let n = 1; n <= 10; n += 1)
    await postJournal(posterOf(api), api.services.db, move(outside(), ann, BigInt(n)));
  const at = "timestamptz '2026-01-01T00:00:00Z' + x.n * interval '1 minute'";
  const numbered = `(select journal_id, row_number() over (order by version) n from ledger_entries where account_id = '${accountId(ann)}') x`;
  await database.admin(`set session_replication_role = replica;
    update ledger_entries e set at = ${at} from ${numbered} where x.journal_id = e.journal_id;
    update ledger_transfers e set at = ${at} from ${numbered} where x.journal_id = e.journal_id`);
  return ann;
}
const minute = (n: number) => new Date(Date.UTC(2026, 0, 1, 0, n)).toISOString();

describe("a statement", () => {
  it.each([
    ["with a floor", (ann: AccountRef) => ann, (n: number) => (n * (n + 1)) / 2],
    ["without a floor", () => outside(), () => null],
  ])("of an account %s goes back page by page and leaves nothing out", async (_name, of, after) => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const id = accountId(of(await history(api, database)));
    const seen: unknown[] = [];
    let cursor: string | null = null;
    do {
      const input: object = { accountId: id, limit: 4, cursor };
      const page = (await ask(api, "accounts.statement", input)).data as Page<Item>;
      seen.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    const usdt = (n: number) => ({
      amount: `0.0000${String(n).padStart(2, "0")}`,
      currency: "USDT",
    });
    expect(seen).toMatchObject(
      Array.from({ length: 10 }, (_, index) => {
        const n = 10 - index;
        const balance = after(n);
        return {
          at: minute(n),
          version: balance === null ? null : String(n),
          change: usdt(n),
          balanceAfter: balance === null ? null : usdt(balance),
          kind: "test.move",
          ref: "test:1",
          counterpart: balance === null ? "account.wallet" : "platform.external",
          reverses: null,
        };
      }),
    );
    const between = { accountId: id, from: minute(3), to: minute(6) };
    const part = (await ask(api, "accounts.statement", between)).data as Page<{ at: string }>;
    expect(part.items.map(({ at }) => at)).toEqual([minute(5), minute(4), minute(3)]);
    const { error } = await ask(api, "accounts.statement", { accountId: id, cursor: "nonsense" });
    expect(error?.reason).toBe("request.invalid");
  });

  it.each([
    ["with a floor", (ann: AccountRef) => ann],
    ["without a floor", () => outside()],
  ])(
    "of an account %s is exported as CSV, oldest first, in parts that fit together",
    async (_name, of) => {
      await using database = await testDatabase();
      await using api = await testApi(database);
      const id = accountId(of(await history(api, database)));
      let csv = "";
      let cursor: string | null = null;
      do {
        const input: object = { accountId: id, limit: 4, cursor };
        const { data } = await ask(api, "accounts.exportStatement", input);
        const part = data as { csv: string; nextCursor: string | null };
        csv += part.csv;
        cursor = part.nextCursor;
      } while (cursor !== null);
      const lines = csv.trimEnd().split("\r\n");
      expect(lines[0]).toBe(
        "id,at,version,change,balanceAfter,currency,kind,ref,counterpart,reverses",
      );
      expect(lines.slice(1).map((line) => line.split(",")[3])).toEqual(
        Array.from({ length: 10 }, (_, index) => `0.0000${String(index + 1).padStart(2, "0")}`),
      );
    },
  );

  it("shows what went out as a negative number, also to a table program", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const ann = wallet(randomUUID());
    await fund(posterOf(api), api.services.db, ann, 5n);
    await postJournal(posterOf(api), api.services.db, move(ann, fees(), 5n));
    const input = { accountId: accountId(ann) };
    const { data } = await ask(api, "accounts.exportStatement", input);
    expect((data as { csv: string }).csv.split("\r\n")[2]).toMatch(/,2,-0\.000005,0\.000000,USDT,/);
  });
});

describe("a balance", () => {
  it.each([
    ["with a floor", (ann: AccountRef) => ann],
    ["without a floor", () => outside()],
  ])("of an account %s is told for any time", async (_name, of) => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const id = accountId(of(await history(api, database)));
    const at = async (moment?: string) => {
      const input = { accountId: id, ...(moment === undefined ? {} : { at: moment }) };
      return (await ask(api, "accounts.balance", input)).data as { balance: { amount: string } };
    };
    expect(await at(minute(0))).toMatchObject({ balance: { amount: "0.000000" }, held: null });
    expect(await at(minute(4))).toMatchObject({ balance: { amount: "0.000010" } });
    expect(await at("2026-01-01T00:04:59.999Z")).toMatchObject({ balance: { amount: "0.000010" } });
    expect(await at("2026-01-02T00:00:00+03:00")).toMatchObject({
      balance: { amount: "0.000055" },
      available: null,
    });
    expect(await at()).toMatchObject({
      balance: { amount: "0.000055" },
      held: { amount: "0.000000" },
      available: { amount: "0.000055" },
    });
  });
});

const correction = {
  reason: "A deposit was recorded twice.",
  legs: [
    {
      debit: { account: "platform.external" },
      credit: { account: "platform.adjustments" },
      money: { amount: "12.5", currency: "USDT" },
    },
  ],
};
async function administrator(api: TestApi): Promise<string> {
  const account = await testAccount(api.services, { grants: [{ role: "admin", scope: null }] });
  return (await testSession(api.services, account, "admin")).accessToken;
}
const idOf = ({ data }: { data: unknown }): string => (data as { id: string }).id;

describe("an adjustment", () => {
  it("moves money once somebody else approves it, and its journal names both", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const [one, other] = [await administrator(api), await administrator(api)];
    const proposed = await change(api, "adjustments.propose", correction, one);
    expect(proposed.data).toMatchObject({ state: "proposed", decided: null });
    const adjustmentId = idOf(proposed);
    expect(await database.db.$count(ledgerTransfers)).toBe(0);

    const own = await change(api, "adjustments.approve", { adjustmentId }, one);
    expect(own.error?.reason).toBe("ledger.adjustment_own");
    const approved = await change(api, "adjustments.approve", { adjustmentId }, other);
    expect(approved.data).toMatchObject({ id: adjustmentId, state: "approved" });
    expect(await database.db.select().from(ledgerTransfers)).toMatchObject([
      {
        journalId: adjustmentId,
        amount: 12_500_000n,
        code: "ledger.adjustment",
        refKind: "adjustment",
      },
    ]);
    const { data } = await ask(api, "adjustments.get", { adjustmentId }, testKeys.support);
    const shown = data as { proposed: { by: string }; decided: { by: string } };
    expect(shown.proposed.by).not.toBe(shown.decided.by);
    for (const name of ["approve", "reject"]) {
      const input = { adjustmentId, ...(name === "reject" ? { why: "too late" } : {}) };
      const again = await change(api, `adjustments.${name}`, input, other);
      expect(again.error).toMatchObject({
        reason: "ledger.adjustment_decided",
        details: { state: "approved" },
      });
    }
    const rows = await database.db.select().from(auditRows).orderBy(auditRows.id);
    expect(rows.map(({ action, outcome, target }) => [action, outcome, target])).toEqual(
      [
        ["propose", "done"],
        ["approve", "ledger.adjustment_own"],
        ["approve", "done"],
        ["approve", "ledger.adjustment_decided"],
        ["reject", "ledger.adjustment_decided"],
      ].map(([verb, outcome]) => [
        `ledger.adjustments.${verb}`,
        outcome,
        `adjustment:${adjustmentId}`,
      ]),
    );
    expect(await reconcile(database.db, { by: "test" })).toMatchObject({ findings: [] });
  });

  it("is decided by one of many who approve and reject it at once", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const [one, other] = [await administrator(api), await administrator(api)];
    for (let round = 0; round < 4; round += 1) {
      const adjustmentId = idOf(await change(api, "adjustments.propose", correction, one));
      const told = await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          index % 2 === 0
            ? change(api, "adjustments.approve", { adjustmentId }, other)
            : change(api, "adjustments.reject", { adjustmentId, why: "no need" }, one),
        ),
      );
      expect(told.filter(({ status }) => status === 200)).toHaveLength(1);
      const reasons = new Set(told.flatMap(({ error }) => error?.reason ?? []));
      expect([...reasons]).toEqual(["ledger.adjustment_decided"]);
    }
    expect(await reconcile(database.db, { by: "test" })).toMatchObject({ findings: [] });
  });

  it.each([
    [
      "an account that the chart has not",
      { debit: { account: "platform.nowhere" } },
      "ledger.adjustment_account_unknown",
    ],
    [
      "an owner of what is the platform's",
      { credit: { account: "platform.external", ownerId: randomUUID() } },
      "ledger.adjustment_owner_unfit",
    ],
    ["no amount", { money: { amount: "0.00", currency: "USDT" } }, "ledger.amount_zero"],
    ["a negative amount", { money: { amount: "-1", currency: "USDT" } }, "ledger.amount_negative"],
    [
      "too many digits",
      { money: { amount: "0.0000001", currency: "USDT" } },
      "ledger.amount_too_precise",
    ],
    [
      "too much",
      { money: { amount: "9".repeat(20), currency: "USDT" } },
      "ledger.amount_too_large",
    ],
    [
      "an unknown currency",
      { money: { amount: "1", currency: "NOPE" } },
      "platform.currency_unknown",
    ],
    ["one account twice", { debit: { account: "platform.adjustments" } }, "ledger.account_twice"],
    ["no number", { money: { amount: "1e3", currency: "USDT" } }, "request.invalid"],
  ])("is refused with %s", async (_name, leg, reason) => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const legs = [{ ...correction.legs[0], ...leg }];
    const input = { ...correction, legs };
    const { error } = await change(api, "adjustments.propose", input, testKeys.admin);
    expect(error?.reason).toBe(reason);
    expect((await ask(api, "adjustments.list", {})).data).toMatchObject({ items: [] });
  });

  it("that would leave money in clearing is not approved, and stays open", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const legs = [{ ...correction.legs[0], credit: { account: "platform.clearing" } }];
    const made = await change(api, "adjustments.propose", { ...correction, legs }, testKeys.admin);
    const adjustmentId = idOf(made);
    const other = await administrator(api);
    const { error } = await change(api, "adjustments.approve", { adjustmentId }, other);
    expect(error?.reason).toBe("ledger.clearing_open");
    const { data } = await ask(api, "adjustments.list", { state: "proposed" });
    expect(data).toMatchObject({ items: [{ id: adjustmentId }] });
    const unknown = await change(api, "adjustments.approve", { adjustmentId: randomUUID() }, other);
    expect(unknown.error?.reason).toBe("ledger.adjustment_unknown");
  });
});
