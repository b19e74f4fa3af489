import type { Permission, ScopeKind } from "@mainstay/contracts";
import { traders } from "@mainstay/db";
import { inArray, or, type SQL } from "drizzle-orm";
import type { Actor } from "../../actor.ts";

/** Whether it may be done to this trader, as one of its people or of its team's. */
export const reachesTrader = (
  actor: Actor,
  permission: Permission,
  { id, teamId }: { readonly id: string; readonly teamId: string },
): boolean =>
  actor.may(permission, { kind: "trader", id }) ||
  actor.may(permission, { kind: "team", id: teamId });

/** The same for a query of the traders; undefined for all of them. */
export function traderScope(actor: Actor, permission: Permission): SQL | undefined {
  const scopes = actor.scopesOf(permission);
  if (scopes === "everywhere") return undefined;
  const ids = (kind: ScopeKind): string[] =>
    scopes.filter((scope) => scope.kind === kind).map(({ id }) => id);
  return or(inArray(traders.id, ids("trader")), inArray(traders.teamId, ids("team")));
}
