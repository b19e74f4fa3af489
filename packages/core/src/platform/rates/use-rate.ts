import { rateMissing, rateStale } from "@mainstay/contracts";
import { rateUses, type Tx } from "@mainstay/db";
import type { Ctx } from "../../context.ts";
import { ageLimits, currentRate, type Pair } from "./current-rates.ts";
import { rateText, storedRate } from "./rate.ts";

/**
 * The only way to a rate: it is no older than its limit, and that it was used is written in the transaction
 * of its use. What is converted by it goes through `convert`.
 */
export async function useRate(
  ctx: Pick<Ctx<"platform.rate_missing" | "platform.rate_stale">, "settings" | "clock" | "fail">,
  tx: Tx,
  { base, quote, usedFor }: Pair & { readonly usedFor: `${string}:${string}` },
): Promise<{ id: string; rate: string; takenAt: Date }> {
  const row = (await currentRate(tx, { base, quote })) ?? ctx.fail(rateMissing({ base, quote }));
  const { id, takenAt } = row;
  const now = ctx.clock.now();
  const limit = (await ageLimits(ctx.settings))(row);
  if (limit.isOver(now)) {
    const details = { takenAt: takenAt.toISOString(), limitMinutes: limit.minutes };
    ctx.fail(rateStale({ base, quote, ...details }));
  }
  await tx.insert(rateUses).values({ rateId: id, usedFor, at: now });
  return { id, rate: rateText(storedRate(row.rate)), takenAt };
}
