import { randomUUID } from "node:crypto";
import { ledgerReconciliations, transaction } from "@mainstay/db";
import {
  call,
  fees,
  fund,
  testDoors,
  type TestDoors,
  testPerson,
  thrown,
  wallet,
} from "@mainstay/testing";
import { describe, expect, it } from "vitest";
import type { JobCtx } from "../../job-context.ts";
import { accountId } from "../accounts/account-id.ts";
import { foldTails } from "../accounts/fold-accounts.ts";
import { reconcileLedger } from "./reconcile-ledger.ts";

const jobCtx = (at: TestDoors): JobCtx => ({
  ...at.api.services,
  jobId: randomUUID(),
  attempt: 1,
  signal: new AbortController().signal,
  once: (effect) => transaction(at.api.services.db, effect),
});
const look = (at: TestDoors) => reconcileLedger(jobCtx(at));

/** As if somebody had written there by hand; negative takes it back. */
const tamper = (at: TestDoors, currency: string, amount: number) =>
  at.database.admin(
    `update ledger_accounts set credits_posted = credits_posted + ${amount} where id = '${accountId(fees(currency))}'`,
  );
/** As if everything so far had happened so much earlier. */
const earlier = (at: TestDoors, time: string) =>
  at.database.admin(
    `update ledger_reconciliations set started_at = started_at - interval '${time}'`,
  );

describe("the hourly look through the books", () => {
  const told = async (at: TestDoors, email: string) =>
    (await at.mails(email)).filter(({ template }) => template === "ledger.not_clean");

  async function withAdmins() {
    const at = await testDoors();
    const { db, reference } = at.api.services;
    const ctx = { reference, fail: thrown };
    for (const currency of ["USDT", "RUB"]) {
      await fund(ctx, db, wallet(randomUUID(), currency), 10n);
      await fund(ctx, db, fees(currency), 10n);
    }
    await foldTails(db);
    const admins = [await testPerson(at, "admin"), await testPerson(at, "admin")];
    return { at, admins };
  }

  it("tells every administrator of faults once, again after a day, when they change, and when they come back", async () => {
    const { at, admins } = await withAdmins();
    await using _ = at;
    const counts = () =>
      Promise.all(admins.map(async ({ email }) => (await told(at, email)).length));
    await look(at);
    expect(await counts()).toEqual([0, 0]);
    await tamper(at, "USDT", 5);
    await look(at);
    expect(await counts()).toEqual([1, 1]);
    const [mail] = await told(at, admins[0]?.email ?? "");
    expect(mail?.data).toMatchObject({ found: 2, check: "currency", subject: "USDT" });
    for (let hour = 0; hour < 3; hour += 1) {
      await earlier(at, "1 hour");
      await look(at);
    }
    expect(await counts()).toEqual([1, 1]);
    await earlier(at, "22 hours");
    await look(at);
    expect(await counts()).toEqual([2, 2]);
    await tamper(at, "RUB", 5);
    await look(at);
    expect(await counts()).toEqual([3, 3]);
    await tamper(at, "RUB", -5);
    await tamper(at, "USDT", -5);
    await look(at);
    expect(await counts()).toEqual([3, 3]);
    await tamper(at, "RUB", 5);
    await tamper(at, "USDT", 5);
    await look(at);
    expect(await counts()).toEqual([4, 4]);
  });

  it("is listed with what it found, for as long as the setting says", async () => {
    const { at, admins } = await withAdmins();
    await using _ = at;
    const as = admins[0]?.as ?? "";
    const list = async (input: object) => {
      const { data } = await call(at.api.url, "ledger.reconciliations.list", input, {
        as,
        by: "query",
      });
      return (data as { items: { clean: boolean; findings: unknown[]; by: string }[] }).items;
    };
    await look(at);
    await earlier(at, "401 days");
    await look(at);
    expect(await at.database.db.$count(ledgerReconciliations)).toBe(1);
    await tamper(at, "USDT", 5);
    await look(at);
    expect(await list({})).toMatchObject([
      {
        by: "system",
        clean: false,
        found: 2,
        accounts: "6",
        transfers: "4",
        findings: [
          { check: "currency", subject: "USDT" },
          { check: "balance", subject: accountId(fees()) },
        ],
      },
      { clean: true, found: 0, findings: [] },
    ]);
    expect(await list({ clean: true })).toMatchObject([{ clean: true }]);
    expect(await list({ clean: false })).toMatchObject([{ clean: false }]);
  });
});
