import type { Team } from "@mainstay/contracts";
import type { teams } from "@mainstay/db";
import type { z } from "zod";
import { percentOf } from "../percent.ts";

export type TeamRow = typeof teams.$inferSelect;

export const teamView = (row: TeamRow): z.input<typeof Team> => ({
  id: row.id,
  name: row.name,
  state: row.state,
  commissionInPercent: percentOf(row.commissionIn),
  commissionOutPercent: percentOf(row.commissionOut),
  createdAt: row.createdAt.toISOString(),
});
