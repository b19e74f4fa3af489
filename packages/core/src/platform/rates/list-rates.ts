import type { platform } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { notGivenOut } from "../../page.ts";
import { ageLimits, currentRates, type StoredRate } from "./current-rates.ts";
import { currentView } from "./rate-view.ts";

/** There are as many as pairs are kept; one that a page ended with never goes. */
export const listRates: UseCase<typeof platform.rates.list> = async (ctx, { cursor, limit }) => {
  const all = await currentRates(ctx.db);
  const from = cursor ? all.findIndex((rate) => nameOf(rate) === cursor) + 1 : 0;
  if (cursor && from === 0) throw notGivenOut();
  const shown = all.slice(from, from + limit);
  const last = all.length > from + limit ? shown.at(-1) : undefined;
  const limitOf = await ageLimits(ctx.settings);
  const now = ctx.clock.now();
  return {
    items: shown.map((rate) => currentView(rate, limitOf(rate).isOver(now))),
    nextCursor: last ? nameOf(last) : null,
  };
};

const nameOf = ({ base, quote }: StoredRate): string => `${base}/${quote}`;
