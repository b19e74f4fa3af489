import { rateJumpPercent, ratePairs } from "@mainstay/contracts";
import { currencies, rates, type Tx } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { JobCtx } from "../../job-context.ts";
import { currentRate, lockRates, type Pair, providerSource } from "./current-rates.ts";
import { rateOfPair } from "./rate-of-pair.ts";
import type { Quotes } from "./rate-provider.ts";
import { isJump, rateText, type ScaledRate, storedRate } from "./rate.ts";

/** What the provider is asked to tell rates of. */
const askedBase = "USD";
/** Clocks differ; a rate of tomorrow would be the newest until then. */
const mostAheadMs = 5 * 60_000;

/** One pair that is not believed keeps nothing from the others. */
export async function refreshRates(ctx: JobCtx): Promise<void> {
  const { rateProvider, settings, clock, log } = ctx;
  const names = await settings.get(ratePairs);
  if (!rateProvider || names.length === 0) return;
  const quotes = await rateProvider.latest(askedBase, ctx.signal);
  const isAhead = quotes.takenAt.getTime() > clock.now().getTime() + mostAheadMs;
  const limitPercent = await settings.get(rateJumpPercent);

  const refused = await ctx.once(async (tx) => {
    await lockRates(tx);
    const rows = await tx
      .select({ code: currencies.code })
      .from(currencies)
      .where(eq(currencies.active, true));
    const known = new Set(rows.map(({ code }) => code));
    const problems: { pair: string; problem: string }[] = [];
    for (const name of new Set(names)) {
      const [base = "", quote = ""] = name.split("/");
      const pair = { base, quote };
      const isKnown = known.has(base) && known.has(quote);
      const rate = isKnown ? rateOfPair(quotes, pair) : "currency_unknown";
      const problem =
        typeof rate === "string"
          ? rate
          : isAhead
            ? "ahead_of_time"
            : await keep(tx, { pair, rate, quotes, limitPercent, now: clock.now() });
      if (problem !== null) problems.push({ pair: name, problem });
    }
    return problems;
  });
  for (const { pair, problem } of refused ?? []) {
    rateProvider.refused(pair, problem);
    log.warn({ pair, problem, takenAt: quotes.takenAt }, "a rate is not believed, and not stored");
  }
}

/** Stores it where it is news; or says why not. */
async function keep(
  tx: Tx,
  told: { pair: Pair; rate: ScaledRate; quotes: Quotes; limitPercent: number; now: Date },
): Promise<"jump" | null> {
  const { pair, rate, now } = told;
  const { takenAt } = told.quotes;
  const last = await currentRate(tx, pair, eq(rates.source, providerSource));
  if (last) {
    const since = takenAt.getTime() - last.takenAt.getTime();
    if (since < 0 || (since === 0 && storedRate(last.rate) === rate)) return null;
  }
  const current = await currentRate(tx, pair);
  if (current && isJump(storedRate(current.rate), rate, told.limitPercent)) return "jump";
  await tx.insert(rates).values({
    ...pair,
    rate: rateText(rate),
    source: providerSource,
    takenAt,
    createdAt: now,
  });
  return null;
}
