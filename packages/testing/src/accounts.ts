import type { Audience, SessionLimit } from "@mainstay/contracts";
import { type Browser, type Grant, openSession, type Services } from "@mainstay/core";
import { accounts, grants as grantsTable, sessions, transaction } from "@mainstay/db";
import { desc, eq } from "drizzle-orm";
import { v7 } from "uuid";

export interface TestAccount {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly locale: "ru" | "en";
}

const fixedPassword = "a fixed passphrase 4 tests";
/** argon2id of it, made beforehand: tests are to sign in, not to hash. */
const fixedHash =
  "$argon2id$v=19$m=19456,t=2,p=1$IPV/01LbMN9B5FV6yZRfkQ$4UFjZEi9H9FkEUbhxjgaTr4T7NmSU0T+q2l79nZgqx8";

/** An account that is ready to sign in, at the doors of its grants and its audiences. */
export async function testAccount(
  { db, clock }: Pick<Services, "db" | "clock">,
  options: {
    email?: string;
    name?: string;
    grants?: readonly Grant[];
    audiences?: readonly Audience[];
    locale?: "ru" | "en";
  } = {},
): Promise<TestAccount> {
  const id = v7();
  const { name = "Anna", locale = "en" } = options;
  const email = options.email ?? `anna-${id}@example.com`;
  const now = clock.now();
  await db.insert(accounts).values({
    id,
    email,
    name,
    locale,
    timeZone: "UTC",
    status: "active",
    audiences: [...(options.audiences ?? [])],
    passwordHash: fixedHash,
    passwordChangedAt: now,
    createdAt: now,
  });
  const granted = (options.grants ?? []).map(({ role, scope }) => ({
    accountId: id,
    role,
    scopeKind: scope?.kind ?? null,
    scopeId: scope?.id ?? null,
    grantedBy: "system:test",
    grantedAt: now,
  }));
  if (granted.length > 0) await db.insert(grantsTable).values(granted);
  return { id, email, password: fixedPassword, name, locale };
}

export interface TestSession {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** The session cookie's value. */
  readonly cookie: string;
  /** The public one. */
  readonly sessionId: string;
}

/** Signed in, without the door. */
export async function testSession(
  services: Services,
  account: TestAccount,
  audience: Audience,
  options: {
    limitedTo?: SessionLimit;
    realAccountId?: string;
    deviceId?: string;
    lifeMs?: number;
  } = {},
): Promise<TestSession> {
  const { id, email, name, locale } = account;
  const { deviceId, limitedTo = null, realAccountId = null, lifeMs } = options;
  let cookie = "";
  const browser: Browser = {
    session: null,
    device: null,
    keepSession: (value) => (cookie = value ?? ""),
    keepDevice: () => {},
  };
  return transaction(services.db, async (tx) => {
    const answer = await openSession(
      { ...services, db: tx, ip: "192.0.2.1", userAgent: null, browser },
      {
        account: { id, email, name, locale },
        audience,
        device: deviceId === undefined ? null : { id: deviceId, token: null },
        secondFactor: null,
        limitedTo,
        realAccountId,
        ...(lifeMs === undefined ? {} : { lifeMs }),
      },
    );
    const [opened] = await tx
      .select({ sessionId: sessions.publicId })
      .from(sessions)
      .where(eq(sessions.userId, id))
      .orderBy(desc(sessions.publicId))
      .limit(1);
    if (!opened) throw new Error("openSession opened none");
    const { accessToken, refreshToken } = answer;
    return { accessToken, refreshToken, cookie, sessionId: opened.sessionId };
  });
}
