import type { idempotencyKey } from "@mainstay/sdk";
import { ask, type Told } from "./ask.ts";
import { type Dice, diceOf } from "./dice.ts";
import type { Lanes } from "./lanes.ts";
import type { Asked, Log } from "./log.ts";
import type { Store, Trader, World } from "./world.ts";

export interface Stage {
  readonly world: World;
  readonly log: Log;
  readonly lanes: Lanes;
  readonly seed: number;
}
/** As much of an order as stories go by. */
export interface View {
  readonly id: string;
  readonly state: string;
  readonly sequence: number;
  readonly traderId: string | null;
  readonly deadline: string | null;
}
type Options = ReturnType<typeof idempotencyKey>;

/** What is done in a state: `null` where the story ends there. */
export type Act<V> = () => Promise<Told<V> | "waited"> | null;

const mostSteps = 100;
const longestMs = 10 * 60_000;

/** One order, from its creation to its end, as its dice have it. Timers and others may come first: it goes by what is. */
export abstract class Story<V extends View> {
  readonly stage: Stage;
  readonly dice: Dice;
  readonly store: Store;
  readonly reference: string;
  readonly asked: Asked;
  readonly #index: number;
  readonly #once = new Set<string>();
  readonly #begun = performance.now();
  #step = 0;

  constructor(stage: Stage, index: number, kind: Asked["kind"], plans: Record<string, number>) {
    this.stage = stage;
    this.#index = index;
    this.dice = diceOf(stage.seed, 2, index);
    this.store = this.dice.pick(stage.world.stores);
    this.reference = `order ${index}`;
    const { merchantId } = this.store;
    const plan = this.dice.weighed(plans);
    this.asked = { kind, plan, merchantId, orderId: null, last: null, ended: false };
    stage.log.asked.set(this.reference, this.asked);
  }

  protected abstract create(): Promise<Told<V>>;
  /** As support sees it, with its trader. */
  protected abstract look(orderId: string): Promise<V>;
  protected abstract act(view: V): ReturnType<Act<V>>;

  async tell(): Promise<void> {
    const created = await this.create();
    if (!created.ok) return;
    this.asked.orderId = created.data.id;
    this.note(created.data);
    let view = created.data;
    let steps = 0;
    while (steps < mostSteps && this.#age() < 3 * longestMs) {
      const doing = this.act(view);
      if (doing === null) {
        this.asked.ended = true;
        break;
      }
      const told = await doing;
      if (told === "waited") {
        view = await this.seen(view.id);
        continue;
      }
      steps += 1;
      if (told.ok) {
        this.note(told.data);
        view = told.data;
      } else {
        view = await this.seen(view.id);
      }
    }
    await this.moveEarnings(view.traderId);
  }

  protected note(view: V): void {
    this.stage.log.told(this.asked, view);
  }

  protected async seen(orderId: string): Promise<V> {
    const { log } = this.stage;
    const told = await ask(log, "get", "", () => this.look(orderId));
    if (!told.ok) throw new Error(`the order ${orderId} cannot be seen: ${told.reason}`);
    const { id, sequence, state } = told.data;
    log.seen(this.asked, { orderId: id, sequence, state });
    return told.data;
  }

  protected ask(name: string, call: (options: Options) => Promise<V>): Promise<Told<V>> {
    return ask(this.stage.log, name, this.key(), call);
  }

  protected key(): string {
    return `soak-${this.stage.seed}-${this.#index}-${(this.#step += 1)}`;
  }

  /** Where processes are away for most of the time, it ends what it can. */
  protected isTired(): boolean {
    return this.#age() > longestMs;
  }

  #age(): number {
    return performance.now() - this.#begun;
  }

  /** True the first time. */
  protected once(what: string): boolean {
    return !this.#once.has(what) && this.#once.add(what) !== undefined;
  }

  /** As the trader of the order; only support's view names him. */
  protected async asTrader(
    view: V,
    name: string,
    call: (trader: Trader, options: Options) => Promise<V>,
  ): Promise<Told<V>> {
    const { traderId } = view.traderId === null ? await this.seen(view.id) : view;
    const trader = this.stage.world.traders.get(traderId ?? "");
    // Taken away since it was looked at: it is looked at again.
    if (!trader) return { ok: false, reason: "nobody has it" };
    return this.ask(name, (options) => call(trader, options));
  }

  protected async wait(ms: number): Promise<"waited"> {
    await this.stage.lanes.pause(ms);
    return "waited";
  }

  /** Until a timer ends the state by itself. */
  protected waitFor({ deadline }: V): Promise<"waited"> {
    const left = deadline === null ? 0 : Date.parse(deadline) - Date.now();
    return this.wait(Math.max(2_000, left + 1_500));
  }

  /** No state keeps it from being done twice: only the key does. */
  private async moveEarnings(traderId: string | null): Promise<void> {
    const trader = this.stage.world.traders.get(traderId ?? "");
    if (!trader || this.dice.next() >= 0.05) return;
    const { log } = this.stage;
    const cents = BigInt(this.dice.whole(1, 50));
    const money = { amount: `0.${String(cents).padStart(2, "0")}`, currency: "USDT" };
    const told = await ask(log, "movements.moveEarnings", this.key(), (options) =>
      trader.as.payments.movements.moveEarnings.mutate({ traderId: trader.id, money }, options),
    );
    if (!told.ok) return;
    const { times, sum } = log.moved.get(trader.id) ?? { times: 0, sum: 0n };
    log.moved.set(trader.id, { times: times + 1, sum: sum + cents * 10_000n });
  }
}
