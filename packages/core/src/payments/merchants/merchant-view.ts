import type { Merchant } from "@mainstay/contracts";
import type { merchants } from "@mainstay/db";
import type { z } from "zod";

export type MerchantRow = typeof merchants.$inferSelect;

export const merchantView = (row: MerchantRow): z.input<typeof Merchant> => ({
  id: row.id,
  name: row.name,
  state: row.state,
  createdAt: row.createdAt.toISOString(),
});
