import { requisites, type Tx } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { refreshTurns } from "../traders/refresh-turns.ts";
import type { RequisiteRow } from "./requisite-view.ts";

/** The requisite and its trader are locked by whoever asks. */
export async function setRequisiteState(
  ctx: Pick<Ctx<never, Tx>, "db" | "audit">,
  row: RequisiteRow,
  state: RequisiteRow["state"],
  why?: string,
): Promise<RequisiteRow> {
  if (row.state === state) return row;
  await ctx.db.update(requisites).set({ state }).where(eq(requisites.id, row.id));
  await refreshTurns(ctx.db, [row.traderId]);
  const said = why === undefined ? {} : { why };
  ctx.audit({ target: `requisite:${row.id}`, changes: { from: row.state, to: state, ...said } });
  return { ...row, state };
}
