import type { Cast } from "./cast.ts";
import type { Dice } from "./dice.ts";
import { payInPlots } from "./pay-in-plots.ts";
import { payOutPlots } from "./pay-out-plots.ts";
import type { Playing, Progress } from "./progress.ts";
import { openScene, type Plot } from "./scene.ts";
import type { Stage } from "./stage.ts";

const plots = [...payInPlots, ...payOutPlots];
/** As many as somebody who watches can follow. */
const atOnce = 6;

export interface Played {
  readonly kind: Plot["kind"];
  readonly about: string;
  readonly ended: string;
  /** Why it did not end as it was to. */
  readonly wrong: string | null;
}

/** Each deck has every way that an order can go, as often as its share says. */
export function dealPlots(dice: Dice, orders: number): Plot[] {
  const dealt: Plot[] = [];
  while (dealt.length < orders) {
    const deck = plots.flatMap((plot) => Array.from({ length: plot.share }, () => plot));
    dealt.push(...dice.shuffled(deck));
  }
  return dealt.slice(0, orders);
}

export async function play(
  at: { cast: Cast; stage: Stage; signal: AbortSignal },
  { dice, run, progress }: { dice: Dice; run: string; progress: Progress },
): Promise<Played[]> {
  const played: Played[] = [];
  const waiting = dealPlots(dice, progress.orders).map((plot, number) => ({ plot, number }));
  const next = async (): Promise<void> => {
    for (let one = waiting.shift(); one && !at.signal.aborted; one = waiting.shift()) {
      const { plot, number } = one;
      const shown: Playing = { kind: plot.kind, about: plot.about, now: "" };
      progress.playing.set(number, shown);
      const tell = (now: string): void => {
        shown.now = now;
      };
      const reference = `${run}-${number + 1}`;
      const result = await playOne(plot, at.cast, () => openScene(at, { reference, dice, tell }));
      played.push(result);
      progress.playing.delete(number);
      progress.ended.set(result.ended, (progress.ended.get(result.ended) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, next));
  at.signal.throwIfAborted();
  return played;
}

async function playOne(
  { kind, about, ends, play: playPlot }: Plot,
  { merchant }: Cast,
  scene: () => ReturnType<typeof openScene>,
): Promise<Played> {
  try {
    const orderId = await playPlot(scene());
    const { payIns, payOuts } = merchant.payments;
    const { state: ended } = await (kind === "pay-in" ? payIns : payOuts).get.query({ orderId });
    const wrong = ended === ends ? null : `it is ${ended} and not ${ends}`;
    return { kind, about, ended, wrong };
  } catch (error) {
    return { kind, about, ended: "stuck", wrong: (error as Error).message };
  }
}
