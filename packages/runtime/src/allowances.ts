import type { RateClass } from "@mainstay/contracts";

export interface Allowance {
  readonly points: number;
  readonly seconds: number;
}
/** What one caller may call, by class. */
export const allowances: Readonly<Record<RateClass, Allowance>> = {
  read: { points: 1_200, seconds: 60 },
  write: { points: 600, seconds: 60 },
  money: { points: 300, seconds: 60 },
  sign_in: { points: 20, seconds: 300 },
};
