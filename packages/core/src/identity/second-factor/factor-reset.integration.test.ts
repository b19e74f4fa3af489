import { devices, factorResets, sessions, totpFactors, transaction } from "@mainstay/db";
import { testAccount, type TestDoors, testDoors, testPerson, testSession } from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { JobCtx } from "../../job-context.ts";
import { mintSecret, totpPurpose } from "./authenticator.ts";
import { finishFactorReset } from "./finish-factor-reset.ts";

const customer = { audiences: ["customer"] } as const;
const hourMs = 3_600_000;

const jobCtx = (at: TestDoors, later: number): JobCtx => ({
  ...at.api.services,
  clock: { now: () => new Date(Date.now() + later) },
  jobId: crypto.randomUUID(),
  attempt: 1,
  signal: new AbortController().signal,
  once: (effect) => transaction(at.api.services.db, effect),
});

describe("a reset by support", () => {
  async function begun(at: TestDoors) {
    const anna = await testAccount(at.api.services, customer);
    const { accessToken: as } = await testSession(at.api.services, anna, "customer");
    const now = new Date();
    await at.database.db.insert(totpFactors).values({
      accountId: anna.id,
      sealedSecret: at.api.services.sealer.seal(totpPurpose, mintSecret()),
      lastStep: 0,
      createdAt: now,
      confirmedAt: now,
    });
    const sam = await testPerson(at, "support");
    const start = (accountId = anna.id, by = sam.as) =>
      at.ask("totp.startReset", { accountId }, { as: by });
    return { anna: { ...anna, as }, start };
  }

  it("takes effect after its time, ends sessions and trust, and mails the owner twice", async () => {
    await using at = await testDoors();
    const { anna, start } = await begun(at);
    await addDevice(at, anna.id);
    const { data, error } = await start();
    expect(error).toBeNull();
    const effectiveAt = Date.parse((data as { effectiveAt: string }).effectiveAt);
    expect(effectiveAt - Date.now()).toBeGreaterThan(23.9 * hourMs);
    const resetId = await onlyReset(at);
    await finishFactorReset(jobCtx(at, 23 * hourMs), { resetId });
    expect(await at.database.db.$count(totpFactors)).toBe(1);
    await finishFactorReset(jobCtx(at, 25 * hourMs), { resetId });
    await finishFactorReset(jobCtx(at, 25 * hourMs), { resetId });
    expect(await at.database.db.$count(totpFactors)).toBe(0);
    expect(await at.database.db.$count(sessions, eq(sessions.userId, anna.id))).toBe(0);
    const [device] = await at.database.db.select().from(devices);
    expect(device?.trustedUntil).toBeNull();
    expect((await at.mails(anna.email)).map(({ template }) => template)).toEqual([
      "identity.factor_reset_started",
      "identity.factor_reset_done",
    ]);
  });

  it("is cancelled by its owner with the mailed link, once, and never takes effect then", async () => {
    await using at = await testDoors();
    const { anna, start } = await begun(at);
    await start();
    const token = await at.tokenOf(anna.email, "identity.factor_reset_started");
    const resetId = await onlyReset(at);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => at.ask("totp.cancelReset", { token })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.find(({ error }) => error)?.error?.reason).toBe("identity.link_unusable");
    await finishFactorReset(jobCtx(at, 25 * hourMs), { resetId });
    expect(await at.database.db.$count(totpFactors)).toBe(1);
    expect((await start()).error).toBeNull();
  });

  it("is not begun twice, for nobody, or where there is no factor", async () => {
    await using at = await testDoors();
    const { start } = await begun(at);
    const other = await testAccount(at.api.services, customer);
    const answers = await Promise.all([start(), start(), start()]);
    expect(answers.map(({ error }) => error?.reason ?? "done").toSorted()).toEqual([
      "done",
      "identity.second_factor_reset_pending",
      "identity.second_factor_reset_pending",
    ]);
    expect((await start(other.id)).error?.reason).toBe("identity.second_factor_missing");
    const missing = await start(crypto.randomUUID());
    expect(missing.error?.reason).toBe("identity.account_missing");
  });

  it.each(["support", "admin", "cashier"] as const)(
    "of somebody with the role %s is for administrators",
    async (role) => {
      await using at = await testDoors();
      const { start } = await begun(at);
      const own = await testAccount(at.api.services, { grants: [{ role, scope: null }] });
      expect((await start(own.id)).error?.reason).toBe("identity.account_out_of_reach");
      const boris = await testPerson(at, "admin");
      const byAdmin = await start(own.id, boris.as);
      expect(byAdmin.error?.reason).toBe("identity.second_factor_missing");
    },
  );

  it("is not for customers", async () => {
    await using at = await testDoors();
    const { anna, start } = await begun(at);
    const { error } = await start(anna.id, anna.as);
    expect(error?.reason).toBe("request.forbidden");
  });
});

async function onlyReset(at: TestDoors): Promise<string> {
  const [reset] = await at.database.db.select({ id: factorResets.id }).from(factorResets);
  if (!reset) throw new Error("no reset is under way");
  return reset.id;
}

async function addDevice(at: TestDoors, accountId: string): Promise<void> {
  const now = new Date();
  await at.database.db.insert(devices).values({
    accountId,
    tokenHash: Buffer.from(crypto.randomUUID()),
    name: "Firefox",
    trustedUntil: new Date(now.getTime() + hourMs),
    createdAt: now,
    seenAt: now,
  });
}
