import type { Trader } from "@mainstay/contracts";
import type { traders } from "@mainstay/db";
import type { z } from "zod";
import { percentOf } from "../percent.ts";

export type TraderRow = typeof traders.$inferSelect;

export const traderView = (row: TraderRow, now: Date): z.input<typeof Trader> => ({
  id: row.id,
  teamId: row.teamId,
  name: row.name,
  state: row.state,
  feeInPercent: percentOf(row.feeIn),
  feeOutPercent: percentOf(row.feeOut),
  weight: row.weight,
  parallelCap: row.parallelCap,
  online: row.onlineUntil !== null && row.onlineUntil > now,
  onlineUntil: row.onlineUntil?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
});
