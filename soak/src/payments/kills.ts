import { setTimeout as sleep } from "node:timers/promises";
import { diceOf } from "./dice.ts";
import type { Running } from "./processes.ts";

export interface KillPlan {
  /** Settles when all of them are done. */
  readonly done: Promise<void>;
  /** Before this order is begun: the kills of the orders before it are done, so that all happen while there is work. */
  begin(order: number): Promise<void>;
}

/** Few for a short run; at least fifty of each for what is to prove something. */
export const killsFor = (orders: number): number => Math.min(60, Math.ceil(orders / 20));

/** So many orders go on while a kill is due. */
const slack = 32;

/**
 * Each app is killed so many times, when so many orders were begun and a moment later, as the dice have it. The
 * next kill of an app waits until it is ready again.
 */
export function planKills(
  apps: readonly Running[],
  { seed, orders }: { readonly seed: number; readonly orders: number },
): KillPlan {
  let begun = 0;
  const waiting = new Set<() => void>();
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise<void>((resolve) => waiting.add(resolve));
  };
  const wake = (): void => {
    const all = [...waiting];
    waiting.clear();
    for (const look of all) look();
  };
  const plans = apps.map((app, place) => {
    const dice = diceOf(seed, 3, place);
    const marks = Array.from({ length: killsFor(orders) }, () =>
      dice.whole(0, orders - 1),
    ).toSorted((one, other) => one - other);
    return { app, dice, marks, killed: 0 };
  });
  const kill = async (plan: (typeof plans)[number]): Promise<void> => {
    for (const mark of plan.marks) {
      await until(() => begun >= mark);
      await sleep(plan.dice.whole(50, 1_500));
      const since = performance.now();
      await plan.app.kill();
      plan.killed += 1;
      wake();
      // It is there for as long as it was away, or callers would find nobody on a slow machine.
      await sleep(performance.now() - since);
    }
  };
  let failed: unknown = null;
  const done = Promise.all(plans.map(kill)).then(() => {});
  done.catch((error: unknown) => {
    failed = error;
    wake();
  });
  return {
    done,
    async begin(order) {
      begun = order;
      wake();
      const isDue = ({ marks, killed }: (typeof plans)[number]): boolean =>
        (marks[killed] ?? orders) < order - slack;
      await until(() => failed !== null || !plans.some(isDue));
      if (failed !== null) throw failed;
    },
  };
}
