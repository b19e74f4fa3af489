import { Audience, audienceOf, type Profile } from "@mainstay/contracts";
import { accounts, type DbOrTx, grants, recoveryCodes, totpFactors } from "@mainstay/db";
import { and, asc, eq, isNotNull, sql } from "drizzle-orm";
import type { z } from "zod";
import type { AccountActor } from "../../actor.ts";
import { permissionsOfContract } from "../api-keys/key-permissions.ts";
import { grantView } from "../grants/grant-view.ts";

/** What somebody who is signed in sees of themselves. */
export async function loadProfile(
  db: DbOrTx,
  actor: AccountActor,
): Promise<z.input<typeof Profile>> {
  const { id: sessionId, accountId, audience, limitedTo } = actor.session;
  const [account] = await db
    .select({
      email: accounts.email,
      name: accounts.name,
      locale: accounts.locale,
      timeZone: accounts.timeZone,
      audiences: accounts.audiences,
      passwordChangedAt: accounts.passwordChangedAt,
      createdAt: accounts.createdAt,
      factor: totpFactors.accountId,
      recoveryCodesLeft: sql<number>`(
        select count(*)::int from ${recoveryCodes}
        where ${recoveryCodes.accountId} = ${accounts.id} and ${recoveryCodes.usedAt} is null
      )`,
    })
    .from(accounts)
    .leftJoin(
      totpFactors,
      and(eq(totpFactors.accountId, accounts.id), isNotNull(totpFactors.confirmedAt)),
    )
    .where(eq(accounts.id, accountId));
  if (!account) throw new Error("A session has no account");
  const { audiences, passwordChangedAt, createdAt, factor, ...rest } = account;
  const held = await grantsOf(db, accountId);
  const doors = [
    ...audiences.map((each) => Audience.parse(each)),
    ...held.map(({ role }) => audienceOf[role]),
  ];
  return {
    ...rest,
    id: accountId,
    email: account.email ?? "",
    audience,
    audiences: [...new Set(doors)],
    grants: held.filter(({ role }) => audienceOf[role] === audience),
    permissions: permissionsOfContract
      .filter((permission) => actor.may(permission))
      .map(({ permission }) => permission),
    secondFactor: factor !== null,
    limitedTo,
    signedInAs: actor.realActor !== null,
    sessionId,
    passwordChangedAt: passwordChangedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  };
}

/** All that the account holds, at whatever door it counts. */
export async function grantsOf(
  db: DbOrTx,
  accountId: string,
): Promise<ReturnType<typeof grantView>[]> {
  const rows = await db
    .select()
    .from(grants)
    .where(eq(grants.accountId, accountId))
    .orderBy(asc(grants.id));
  return rows.map(grantView);
}
