import { readMovements } from "@mainstay/contracts";
import { movements } from "@mainstay/db";
import { and, eq, or, type SQL, sql } from "drizzle-orm";
import type { Actor } from "../../actor.ts";

/** Colleagues read for everybody; an owner's people read what is the owner's. */
export const readsInside = (actor: Actor): boolean =>
  actor.scopesOf(readMovements) === "everywhere";

/** Which movements an actor may see. */
export function movementScope(actor: Actor): SQL | undefined {
  const scopes = actor.scopesOf(readMovements);
  if (scopes === "everywhere") return undefined;
  const own = scopes.map(({ kind, id }) =>
    kind === "branch" ? sql`false` : and(eq(movements.ownerKind, kind), eq(movements.ownerId, id)),
  );
  return or(...own) ?? sql`false`;
}
