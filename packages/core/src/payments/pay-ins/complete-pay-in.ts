import type { Tx } from "@mainstay/db";
import type { Poster } from "../../ledger/index.ts";
import { type Changer, changePayIn } from "./change-pay-in.ts";
import { freeRequisite } from "./free-requisite.ts";
import type { PayInRow } from "./pay-in-row.ts";
import { valueOf } from "../orders/value-of.ts";
import { settlePayIn } from "./settle-pay-in.ts";

/** All that was asked for has come: everybody gets their part. */
export async function completePayIn(
  ctx: Changer & Poster,
  tx: Tx,
  row: PayInRow,
  {
    received = row.received,
    ...change
  }: {
    readonly event: "confirm" | "resolve_full";
    readonly by: string;
    readonly why?: string;
    /** Where it was another sum than was payable. */
    readonly received?: bigint | null;
  },
): Promise<PayInRow> {
  const taken = row.held ?? (await valueOf(ctx, row, row.payable ?? row.amount, "up"));
  await freeRequisite(tx, row, { paid: true, live: row.state !== "late_review" });
  const settlementId = await settlePayIn(ctx, tx, row, { value: row.value, taken });
  return changePayIn(ctx, tx, row, { ...change, set: { settlementId, received } });
}
