import type { Permission } from "@mainstay/contracts";
import type { Actor } from "../../actor.ts";
import { type Cell, csvOf } from "../../csv.ts";
import { decimalOf } from "../../money.ts";

/** Who looks at orders; each has its own columns. */
export type Side = "merchant" | "trader" | "lead" | "support";
const sideOf = { merchant: "merchant", trader: "trader", team: "lead" } as const;

export interface Owned {
  readonly merchantId: string;
  readonly traderId: string | null;
  readonly teamId: string | null;
}
export interface Column<R extends Owned> {
  readonly name: string;
  readonly sees: readonly Side[];
  cell(row: R): Cell;
}
export const everybody: readonly Side[] = ["merchant", "trader", "lead", "support"];
export const merchants: readonly Side[] = ["merchant", "support"];
export const insiders: readonly Side[] = ["trader", "lead", "support"];
export const leads: readonly Side[] = ["lead", "support"];
export const backOffice: readonly Side[] = ["support"];

export const timeCell = (at: Date | null): Cell => at?.toISOString() ?? null;
export const sumCell = (minor: bigint | null, digits: number): Cell =>
  minor === null ? null : { decimal: decimalOf(minor, digits) };

/** On which sides of an order an actor is. */
export function sidesOf(actor: Actor, permission: Permission, row: Owned): readonly Side[] {
  const scopes = actor.scopesOf(permission);
  if (scopes === "everywhere") return ["support"];
  const ids = { merchant: row.merchantId, trader: row.traderId, team: row.teamId, branch: null };
  return scopes.flatMap(({ kind, id }) =>
    kind !== "branch" && ids[kind] === id ? [sideOf[kind]] : [],
  );
}

/**
 * The columns of the sides that an actor is on. Whoever is on two of them has the columns of both, and of
 * each row only what the sides are told that they are on there.
 */
export function ordersAsCsv<R extends Owned>(
  actor: Actor,
  permission: Permission,
  columns: readonly Column<R>[],
  rows: readonly R[],
  { header }: { readonly header: boolean },
): string {
  const scopes = actor.scopesOf(permission);
  const all: readonly Side[] =
    scopes === "everywhere"
      ? ["support"]
      : scopes.flatMap(({ kind }) => (kind === "branch" ? [] : [sideOf[kind]]));
  const seen = (sides: readonly Side[]) => (column: Column<R>) =>
    column.sees.some((side) => sides.includes(side));
  const shown = columns.filter(seen(all));
  const lines = rows.map((row) => {
    const isSeen = seen(sidesOf(actor, permission, row));
    return shown.map((column) => (isSeen(column) ? column.cell(row) : null));
  });
  return csvOf(header ? [shown.map(({ name }) => name), ...lines] : lines);
}
