import type { CurrentRate, RateView } from "@mainstay/contracts";
import type { z } from "zod";
import { providerSource, type StoredRate } from "./current-rates.ts";
import { rateText, storedRate } from "./rate.ts";

const told = ({ id, base, quote, rate, source, takenAt }: StoredRate) => ({
  id,
  base,
  quote,
  rate: rateText(storedRate(rate)),
  source: source === providerSource ? ("provider" as const) : ("typed" as const),
  takenAt: takenAt.toISOString(),
});

/** For everybody who is signed in: who typed it in is not theirs to know. */
export const currentView = (row: StoredRate, stale: boolean): z.output<typeof CurrentRate> => ({
  ...told(row),
  stale,
});

export const rateView = (row: StoredRate): z.output<typeof RateView> => ({
  ...told(row),
  by: row.source === providerSource ? null : row.source,
  createdAt: row.createdAt.toISOString(),
});
