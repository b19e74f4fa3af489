import { type AccountView, Audience, audienceOf } from "@mainstay/contracts";
import {
  accounts,
  type DbOrTx,
  factorResets,
  grants,
  loginHistory,
  totpFactors,
} from "@mainstay/db";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { z } from "zod";
import { grantView } from "../grants/grant-view.ts";

type View = z.input<typeof AccountView>;
type Row = typeof accounts.$inferSelect;

/** As many statements for a page as for one. */
export async function accountViews(db: DbOrTx, rows: readonly Row[]): Promise<Map<string, View>> {
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const held = await db
    .select()
    .from(grants)
    .where(inArray(grants.accountId, ids))
    .orderBy(grants.id);
  const grantsOf = Map.groupBy(held, ({ accountId }) => accountId);
  const facts = await db
    .select({
      id: accounts.id,
      secondFactor: sql<boolean>`exists (select from ${totpFactors} where ${totpFactors.accountId} = ${accounts.id} and ${totpFactors.confirmedAt} is not null)`,
      factorResetAt: factorResets.effectiveAt,
      lastSignInAt:
        sql<Date | null>`(select ${loginHistory.at} from ${loginHistory} where ${loginHistory.accountId} = ${accounts.id} and ${loginHistory.outcome} = 'signed_in' order by ${loginHistory.id} desc limit 1)`.mapWith(
          loginHistory.at,
        ),
    })
    .from(accounts)
    .leftJoin(
      factorResets,
      and(eq(factorResets.accountId, accounts.id), isNull(factorResets.endedAt)),
    )
    .where(inArray(accounts.id, ids));
  const factsOf = new Map(facts.map((fact) => [fact.id, fact]));
  return new Map(
    rows.map((row) => {
      const roles = (grantsOf.get(row.id) ?? []).map(grantView);
      const known = factsOf.get(row.id);
      const doors = new Set([
        ...row.audiences.map((audience) => Audience.parse(audience)),
        ...roles.map(({ role }) => audienceOf[role]),
      ]);
      const view: View = {
        id: row.id,
        email: row.email,
        name: row.name,
        locale: row.locale,
        timeZone: row.timeZone,
        status: row.status,
        blockedReason: row.blockedReason,
        audiences: [...doors],
        grants: roles,
        secondFactor: known?.secondFactor ?? false,
        factorResetAt: known?.factorResetAt?.toISOString() ?? null,
        createdAt: row.createdAt.toISOString(),
        lastSignInAt: known?.lastSignInAt?.toISOString() ?? null,
      };
      return [row.id, view];
    }),
  );
}

/** Of an account that is known to be there. */
export async function accountView(db: DbOrTx, accountId: string): Promise<View> {
  const rows = await db.select().from(accounts).where(eq(accounts.id, accountId));
  const view = (await accountViews(db, rows)).get(accountId);
  if (!view) throw new Error(`the account ${accountId} is gone`);
  return view;
}
