import { accountUnknown, readLedgerAccounts } from "@mainstay/contracts";
import type { Db } from "@mainstay/db";
import { type SQL, sql } from "drizzle-orm";
import type { Actor } from "../../actor.ts";
import type { Ctx } from "../../context.ts";
import { readStandings, type Standing } from "./standing.ts";

/** Which accounts this actor may see: their own, those of their scopes, or all. */
export function accountScope(actor: Actor): SQL {
  const scopes = actor.scopesOf(readLedgerAccounts);
  if (scopes === "everywhere") return sql`true`;
  const owners = scopes.map(({ kind, id }) => ({ kind: kind as string, id }));
  if (actor.session) owners.push({ kind: "account", id: actor.session.accountId });
  if (owners.length === 0) return sql`false`;
  const pairs = owners.map(({ kind, id }) => sql`(${kind}, ${id}::uuid)`);
  return sql`(a.owner_kind, a.owner_id) in (${sql.join(pairs, sql`, `)})`;
}

/** The account, or the call ends as if there were none: also where it is somebody else's. */
export async function requireAccount(
  ctx: Pick<Ctx<"ledger.account_unknown", Db>, "db" | "actor" | "fail">,
  id: string,
): Promise<Standing> {
  const where = sql`a.id = ${id} and ${accountScope(ctx.actor)}`;
  const [standing] = await readStandings(ctx.db, where, 1);
  return standing ?? ctx.fail(accountUnknown({ account: id }));
}
