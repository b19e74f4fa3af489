import {
  guesses,
  loginHistory,
  mailedTokens,
  refreshTokens,
  sessions,
  signInChallenges,
  signUps,
} from "@mainstay/db";
import { testAccount, testDoors, testSession } from "@mainstay/testing";
import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { sweepIdentity } from "./sweep-identity.ts";

it("deletes what has run out, in batches, and nothing else", async () => {
  await using at = await testDoors();
  const { services } = at.api;
  const { db } = at.database;
  const account = await testAccount(services, { audiences: ["customer"] });
  await testSession(services, account, "customer");
  await testSession(services, account, "customer");
  await db.execute(sql`
    update sessions set ends_at = now() - interval '1 s'
    where id = (select id from sessions limit 1)`);
  const [past, soon] = [new Date(Date.now() - 1_000), new Date(Date.now() + 60_000)];
  const accountId = account.id;
  for (const [n, expiresAt] of [past, soon].entries()) {
    const hash = Buffer.alloc(32, n + 1);
    const at = { createdAt: past, expiresAt };
    await db.insert(mailedTokens).values({ hash, purpose: "unlock", accountId, ...at });
    await db.insert(signInChallenges).values({ hash, accountId, audience: "customer", ...at });
    const person = { passwordHash: "", name: "Anna", locale: "en", timeZone: "UTC" } as const;
    await db
      .insert(signUps)
      .values({ email: "a@example.com", ...person, audience: "customer", ...at });
  }
  await db.execute(sql`
    insert into guesses (key, failures, last_at)
    select 'ip:' || n, 1, now() - interval '30 days' from generate_series(1, 2500) n
    union all select 'ip:new', 1, now()`);
  await db.execute(sql`
    insert into login_history (id, at, audience, outcome)
    select gen_random_uuid(), now() - n * interval '200 days', 'customer', 'signed_in'
    from generate_series(0, 2) n`);
  // Of the session that lives: one spent long ago, one spent lately, and the one it began with.
  await db.execute(sql`
    insert into refresh_tokens (hash, session_id, created_at, used_at, spent)
    select sha256(n::text::bytea), public_id, now(), now() - n * interval '31 days', true
    from sessions, generate_series(0, 1) n where ends_at > now()`);
  await sweepIdentity({
    ...services,
    jobId: "",
    attempt: 1,
    signal: new AbortController().signal,
    once: () => Promise.reject(new Error("not needed")),
  });
  expect(await db.$count(sessions)).toBe(1);
  expect(await db.$count(refreshTokens)).toBe(2);
  expect(await db.$count(mailedTokens)).toBe(1);
  expect(await db.$count(signInChallenges)).toBe(1);
  expect(await db.$count(signUps)).toBe(1);
  expect(await db.$count(guesses)).toBe(1);
  expect(await db.$count(loginHistory)).toBe(2);
});
