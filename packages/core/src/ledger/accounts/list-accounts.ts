import type { ledger } from "@mainstay/contracts";
import { sql } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { moneyOf } from "../../money.ts";
import { idOfCursor } from "../../page.ts";
import { accountScope } from "./account-scope.ts";
import { currencyOf } from "./currency-of.ts";
import { readStandings } from "./standing.ts";

export const listAccounts: UseCase<typeof ledger.accounts.list> = async (ctx, input) => {
  const after = idOfCursor(input.cursor);
  const [ownerKind = "", ...rest] = (input.account ?? "").split(".");
  const where = [
    accountScope(ctx.actor),
    ...(after === null ? [] : [sql`a.id > ${after}`]),
    ...(input.account === undefined
      ? []
      : [sql`a.owner_kind = ${ownerKind} and a.purpose = ${rest.join(".")}`]),
    ...(input.ownerId === undefined ? [] : [sql`a.owner_id = ${input.ownerId}`]),
    ...(input.currency === undefined ? [] : [sql`a.currency = ${input.currency}`]),
  ];
  const found = await readStandings(ctx.db, sql.join(where, sql` and `), input.limit + 1);
  const shown = found.slice(0, input.limit);
  const items = await Promise.all(
    shown.map(async (standing) => {
      const currency = await currencyOf(ctx.reference, standing.currency);
      return {
        id: standing.id,
        account: `${standing.ownerKind}.${standing.purpose}`,
        owner: { kind: standing.ownerKind, id: standing.ownerId },
        balance: moneyOf(standing.balance, currency),
        held: moneyOf(standing.held, currency),
        available: moneyOf(standing.available, currency),
        openedAt: standing.openedAt.toISOString(),
      };
    }),
  );
  const last = found.length > input.limit ? shown.at(-1) : undefined;
  return { items, nextCursor: last?.id ?? null };
};
