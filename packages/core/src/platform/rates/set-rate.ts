import {
  currencyInactive,
  type platform,
  rateInvalid,
  rateJump,
  rateJumpPercent,
  rateSameCurrency,
} from "@mainstay/contracts";
import { rates } from "@mainstay/db";
import { v7 } from "uuid";
import type { UseCase } from "../../context.ts";
import { requireCurrency } from "../reference/reference-reader.ts";
import { currentRate, lockRates } from "./current-rates.ts";
import { isJump, parseRate, rateText, storedRate } from "./rate.ts";
import { rateView } from "./rate-view.ts";

const problems = {
  unreadable: "is no number in digits",
  zero: "is zero",
  negative: "is negative",
  too_small: "is too small",
  too_large: "is too large",
  too_many_decimals: "has more than 12 decimals",
} as const;

export const setRate: UseCase<typeof platform.rates.set> = async (ctx, input) => {
  const { base, quote } = input;
  const target = `rate:${base}/${quote}`;
  ctx.audit({ target });
  if (base === quote) ctx.fail(rateSameCurrency({ currency: base }));
  for (const code of [base, quote]) {
    const { active } = await requireCurrency(ctx, code);
    if (!active) ctx.fail(currencyInactive({ currency: code }));
  }
  const rate = parseRate(input.rate);
  if (typeof rate === "string")
    return ctx.fail(rateInvalid({ rate: input.rate, problem: problems[rate] }));

  await lockRates(ctx.db);
  const last = await currentRate(ctx.db, { base, quote });
  const limitPercent = await ctx.settings.get(rateJumpPercent);
  if (last && !input.confirm && isJump(storedRate(last.rate), rate, limitPercent)) {
    const from = rateText(storedRate(last.rate));
    ctx.fail(rateJump({ base, quote, rate: rateText(rate), last: from, limitPercent }));
  }
  const now = ctx.clock.now();
  const row = {
    id: v7(),
    base,
    quote,
    rate: rateText(rate),
    source: ctx.actor.name,
    // A provider's clock may be ahead; what is typed now is newer all the same.
    takenAt: last && last.takenAt > now ? last.takenAt : now,
    createdAt: now,
  };
  await ctx.db.insert(rates).values(row);
  const from = last ? rateText(storedRate(last.rate)) : null;
  ctx.audit({ target, changes: { from, to: row.rate } });
  return rateView(row);
};
