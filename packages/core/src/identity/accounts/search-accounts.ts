import type { identity } from "@mainstay/contracts";
import { accounts, grants } from "@mainstay/db";
import { and, desc, eq, exists, lt, or, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { UseCase } from "../../context.ts";
import { idOfCursor } from "../../page.ts";
import { accountViews } from "./account-view.ts";

export const searchAccounts: UseCase<typeof identity.accounts.search> = async (ctx, input) => {
  const { text, role, status, limit } = input;
  const after = idOfCursor(input.cursor);
  const part = text === undefined ? undefined : `%${literal(text)}%`;
  const holders = role && and(eq(grants.accountId, accounts.id), eq(grants.role, role));
  const rows = await ctx.db
    .select()
    .from(accounts)
    .where(
      and(
        part === undefined
          ? undefined
          : or(hasPart(accounts.name, part), hasPart(accounts.email, part)),
        status && eq(accounts.status, status),
        holders && exists(ctx.db.select({ id: grants.id }).from(grants).where(holders)),
        after ? lt(accounts.id, after) : undefined,
      ),
    )
    .orderBy(desc(accounts.id))
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  const views = await accountViews(ctx.db, shown);
  return {
    items: [...views.values()],
    nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
  };
};

/** What LIKE would take for a wildcard is looked for as it stands. */
const literal = (text: string): string => text.replace(/[\\%_]/g, "\\$&");

/** A database of locale C knows upper and lower case of ASCII only; names are in Cyrillic as well. */
const hasPart = (column: PgColumn, part: string): SQL =>
  sql`${column} ilike ${part} collate "und-x-icu"`;
