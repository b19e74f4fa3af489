import { jobs } from "@mainstay/contracts";
import { signingKeys, transaction } from "@mainstay/db";
import { testDatabase, testProcess } from "@mainstay/testing";
import { decodeProtectedHeader } from "jose";
import { expect, it, vi } from "vitest";
import type { JobCtx } from "../../job-context.ts";
import { AccessTokens } from "./access-tokens.ts";
import { rotateSigningKeys } from "./rotate-signing-keys.ts";

const claims = {
  accountId: crypto.randomUUID(),
  sessionId: crypto.randomUUID(),
  audience: "admin",
} as const;
const dayMs = 86_400_000;

it("the next key is published a day before it signs, and the old one goes when nothing needs it", async () => {
  await using database = await testDatabase();
  await using process = await testProcess(database);
  const { services } = process;
  const began = Date.now();
  const now = vi.fn(() => new Date(began));
  const clock = { now };
  const tokens = new AccessTokens({ ...services, clock, issuer: "https://api.example.com" });
  const ctx: JobCtx = {
    ...services,
    clock,
    jobId: crypto.randomUUID(),
    attempt: 1,
    signal: new AbortController().signal,
    once: (effect) => transaction(services.db, effect),
  };
  const rotateAt = async (days: number): Promise<number> => {
    now.mockReturnValue(new Date(began + days * dayMs));
    await rotateSigningKeys(ctx);
    return (await database.db.select().from(signingKeys)).length;
  };
  const sign = async () => (await tokens.sign(services.db, claims)).token;
  const kidOf = async () => decodeProtectedHeader(await sign()).kid;

  expect(await rotateAt(0)).toBe(0);
  const first = await kidOf();
  expect(await rotateAt(28.9)).toBe(1);
  expect(await rotateAt(29.1)).toBe(2);
  expect(await rotateAt(29.2)).toBe(2);
  expect((await tokens.publicKeys()).keys).toHaveLength(2);
  expect(await kidOf()).toBe(first);
  const old = await sign();
  now.mockReturnValue(new Date(began + 30.2 * dayMs));
  expect(await kidOf()).not.toBe(first);
  expect(await rotateAt(30.9)).toBe(2);
  expect(await rotateAt(31.2)).toBe(1);
  expect(await tokens.verify(old)).toBeNull();
  expect(await tokens.verify(await sign())).toMatchObject(claims);
  tokens.close();
});

it("a process that is told of a new key by a token alone looks for it", async () => {
  await using database = await testDatabase();
  await using here = await testProcess(database);
  await using there = await testProcess(database);
  const { token } = await here.services.tokens.sign(here.services.db, claims);
  expect(await there.services.tokens.verify(token)).toMatchObject(claims);
});

it("it is done every hour", () => {
  expect(jobs.identity.rotateSigningKeys.schedule).toEqual({ everyMs: 3_600_000 });
});
