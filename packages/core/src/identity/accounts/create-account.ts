import { emailTaken, isTimeZone, timeZoneUnknown } from "@mainstay/contracts";
import { accounts, grants, passwordHistory, type Tx } from "@mainstay/db";
import { eq } from "drizzle-orm";
import { v7 } from "uuid";
import type { Grant } from "../../actor.ts";
import type { Clock } from "../../ports.ts";
import { checkGrant } from "../grants/check-grant.ts";

export interface NewAccount {
  readonly email: string;
  readonly name: string;
  readonly locale: "ru" | "en";
  readonly timeZone: string;
  readonly grants: readonly Grant[];
  /** Null where its owner is still to set one. */
  readonly passwordHash: string | null;
  /** `kind:id` of whoever makes it. */
  readonly by: string;
}

/** An account with its grants; whoever calls it has seen to who may. */
export async function createAccount(
  { db, clock }: { readonly db: Tx; readonly clock: Clock },
  from: NewAccount,
): Promise<string> {
  for (const grant of from.grants) checkGrant(grant);
  if (!isTimeZone(from.timeZone)) throw timeZoneUnknown({ timeZone: from.timeZone });
  const now = clock.now();
  const email = from.email.toLowerCase();
  const id = v7();
  const [made] = await db
    .insert(accounts)
    .values({
      id,
      email,
      name: from.name,
      locale: from.locale,
      timeZone: from.timeZone,
      status: "active",
      audiences: [],
      passwordHash: from.passwordHash,
      passwordChangedAt: from.passwordHash === null ? null : now,
      createdAt: now,
    })
    .onConflictDoNothing({ target: accounts.email })
    .returning({ id: accounts.id });
  if (!made) {
    const [there] = await db
      .select({ id: accounts.id })
      .from(accounts)
      .where(eq(accounts.email, email));
    throw emailTaken({ accountId: there?.id ?? id });
  }
  if (from.passwordHash !== null) {
    await db.insert(passwordHistory).values({ accountId: id, hash: from.passwordHash, at: now });
  }
  if (from.grants.length > 0) {
    await db
      .insert(grants)
      .values(
        from.grants.map(({ role, scope }) => ({
          accountId: id,
          role,
          scopeKind: scope?.kind ?? null,
          scopeId: scope?.id ?? null,
          grantedBy: from.by,
          grantedAt: now,
        })),
      )
      .onConflictDoNothing();
  }
  return id;
}
