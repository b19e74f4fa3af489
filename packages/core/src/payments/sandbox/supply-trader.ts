import { teams, traders } from "@mainstay/db";
import { eq } from "drizzle-orm";
import { createTeam } from "../teams/create-team.ts";
import { createTrader } from "../traders/create-trader.ts";
import { refreshTurns } from "../traders/refresh-turns.ts";
import { madeBy } from "./made-by.ts";
import type { Note, SupplyCtx } from "./supply.ts";

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Longer than any sandbox: nobody says again that this one is here. */
const awayAfterMs = 10 * 365 * 86_400_000;

/**
 * One for a merchant, whose row is locked. He is there without saying so, which is why he serves nobody else and
 * costs nothing: no store's fees have to pay for him.
 */
export async function supplyTrader(
  ctx: SupplyCtx,
  merchant: Named,
  note: Note,
): Promise<{ team: Named; trader: Named }> {
  const [there] = await ctx.db
    .select({ trader: traders, team: teams })
    .from(traders)
    .innerJoin(teams, eq(teams.id, traders.teamId))
    .where(eq(traders.sandboxMerchantId, merchant.id))
    .for("no key update", { of: traders });
  if (there) {
    const { team, trader } = there;
    if (trader.onlineUntil === null) await bring(ctx, trader.id);
    return {
      team: { id: team.id, name: team.name },
      trader: { id: trader.id, name: trader.name },
    };
  }
  const as = madeBy(ctx, merchant.id);
  const name = `Sandbox: ${merchant.name}`.slice(0, 100).trim();
  const team = await createTeam(as, { name, commissionInPercent: "0", commissionOutPercent: "0" });
  note("team");
  const trader = await createTrader(as, {
    teamId: team.id,
    name,
    feeInPercent: "0",
    feeOutPercent: "0",
    weight: 1,
    parallelCap: 1_000,
  });
  note("trader");
  await ctx.db
    .update(traders)
    .set({ sandboxMerchantId: merchant.id })
    .where(eq(traders.id, trader.id));
  await bring(ctx, trader.id);
  return { team: { id: team.id, name }, trader: { id: trader.id, name } };
}

async function bring({ db, clock }: SupplyCtx, traderId: string): Promise<void> {
  const onlineUntil = new Date(clock.now().getTime() + awayAfterMs);
  await db.update(traders).set({ onlineUntil }).where(eq(traders.id, traderId));
  await refreshTurns(db, [traderId]);
}
