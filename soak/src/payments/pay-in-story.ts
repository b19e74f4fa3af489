import type { PayIn } from "@mainstay/sdk";
import { isDeepStrictEqual } from "node:util";
import { ask, type Told } from "./ask.ts";
import { type Act, type Stage, Story } from "./story.ts";
import { currency } from "./world.ts";

/** How often of a hundred. */
const plans = {
  confirmed: 33,
  claimed: 22,
  cancelled: 9,
  expired: 8,
  other_sum: 8,
  disputed: 5,
  disputed_by_timer: 2,
  late_after_cancelled: 4,
  late_after_expired: 2,
  contested: 5,
  raced: 2,
};

export class PayInStory extends Story<PayIn> {
  /** In roubles: few enough that many orders ask for the same sum. */
  readonly #amount = 500 + 50 * this.dice.whole(0, 190);
  readonly #as = this.dice.pick(["full", "part", "unpaid"] as const);
  readonly #decision = this.dice.next() < 0.75 ? ("reversed" as const) : ("upheld" as const);

  constructor(stage: Stage, index: number) {
    super(stage, index, "pay_in", plans);
  }

  protected override create(): Promise<Told<PayIn>> {
    const { as, id: storeId } = this.store;
    const method = this.dice.next() < 0.65 ? "card" : "sbp";
    const bank = this.dice.next() < 0.1 ? { bank: "sber" } : {};
    const money = { amount: String(this.#amount), currency };
    const payer = { id: `payer of ${this.reference}` };
    const input = { storeId, reference: this.reference, money, method, payer, ...bank };
    return this.ask("payIns.create", (o) => as.payments.payIns.create.mutate(input, o));
  }

  protected override look(orderId: string): Promise<PayIn> {
    return this.stage.world.support.payments.payIns.get.query({ orderId });
  }

  protected override act(view: PayIn): ReturnType<Act<PayIn>> {
    const { plan } = this.asked;
    const one = { orderId: view.id };
    const support = this.stage.world.support.payments.payIns;
    switch (view.state) {
      case "matching":
        return this.wait(2_500);
      case "in_review":
        return this.ask("payIns.accept", (o) => support.accept.mutate(one, o));
      case "assigned":
        return this.#assigned(view);
      case "paid_claimed":
        if (plan === "disputed_by_timer") return this.waitFor(view);
        return plan === "disputed" ? this.#dispute(view) : this.#confirm(view);
      case "amount_review":
      case "disputed":
      case "late_review":
        return this.#resolve(view);
      case "expired":
      case "cancelled":
        return this.#late(view);
      case "completed":
      case "partial":
        if (plan !== "contested" || !this.once("contest")) return null;
        return this.ask("payIns.contest", (o) =>
          support.contest.mutate({ ...one, why: "the payer claims it back" }, o),
        );
      case "contested":
        return this.ask("payIns.decide", (o) =>
          support.decide.mutate({ ...one, as: this.#decision, why: "looked at" }, o),
        );
      default:
        return null;
    }
  }

  #assigned(view: PayIn): Promise<Told<PayIn> | "waited"> {
    const one = { orderId: view.id };
    const { payIns } = this.store.as.payments;
    switch (this.asked.plan) {
      case "expired":
      case "late_after_expired":
        return this.waitFor(view);
      case "cancelled":
      case "late_after_cancelled":
        return this.ask("payIns.cancel", (o) => payIns.cancel.mutate(one, o));
      case "claimed":
      case "disputed":
      case "disputed_by_timer":
        return this.ask("payIns.claimPaid", (o) => payIns.claimPaid.mutate(one, o));
      case "other_sum":
        return this.asTrader(view, "payIns.reportSum", (trader, o) =>
          trader.as.payments.payIns.reportSum.mutate(
            { ...one, received: this.#part(this.#as === "part" ? 0.9 : 1.1) },
            o,
          ),
        );
      case "raced":
        return this.#race(view);
      default:
        return this.#confirm(view);
    }
  }

  /** Now and then twice at once under one key, as by an impatient finger: both are told the same. */
  async #confirm(view: PayIn): Promise<Told<PayIn>> {
    const { id: orderId } = view;
    if (!this.once("confirm twice") || this.dice.next() >= 0.1) {
      return this.asTrader(view, "payIns.confirm", (trader, o) =>
        trader.as.payments.payIns.confirm.mutate({ orderId }, o),
      );
    }
    const { traderId } = await this.seen(orderId);
    const trader = this.stage.world.traders.get(traderId ?? "");
    if (!trader) return { ok: false, reason: "nobody has it" };
    const { log } = this.stage;
    const key = this.key();
    const again = (): Promise<Told<PayIn>> =>
      ask(log, "payIns.confirm", key, (o) =>
        trader.as.payments.payIns.confirm.mutate({ orderId }, o),
      );
    const [first, second] = await Promise.all([again(), again()]);
    if (!isDeepStrictEqual(first, second))
      log.faults.push(`${orderId} was confirmed twice under one key, and the answers differ`);
    return first;
  }

  /** One wins, and the other is told what it has come to. */
  async #race(view: PayIn): Promise<Told<PayIn>> {
    const told = await Promise.all([
      this.#confirm(view),
      this.ask("payIns.cancel", (o) =>
        this.store.as.payments.payIns.cancel.mutate({ orderId: view.id }, o),
      ),
    ]);
    const won = told.filter(({ ok }) => ok);
    if (won.length > 1) this.stage.log.faults.push(`${view.id} was confirmed and cancelled`);
    return won[0] ?? told[0];
  }

  #dispute(view: PayIn): Promise<Told<PayIn>> {
    return this.asTrader(view, "payIns.dispute", (trader, o) =>
      trader.as.payments.payIns.dispute.mutate({ orderId: view.id, why: "nothing came" }, o),
    );
  }

  #resolve(view: PayIn): Promise<Told<PayIn>> {
    const received = this.#as === "part" ? { received: this.#part(0.6) } : {};
    const input = { orderId: view.id, as: this.#as, why: "looked at", ...received };
    return this.ask("payIns.resolve", (o) =>
      this.stage.world.support.payments.payIns.resolve.mutate(input, o),
    );
  }

  #late(view: PayIn): Promise<Told<PayIn>> | null {
    const isLate = this.asked.plan.startsWith("late_after") && view.payable !== null;
    if (!isLate || !this.once("find")) return null;
    const received = this.#as === "part" ? this.#part(0.7) : view.payable;
    return this.asTrader(view, "payIns.foundMoney", (trader, o) =>
      trader.as.payments.payIns.foundMoney.mutate(
        { orderId: view.id, received: received ?? this.#part(1) },
        o,
      ),
    );
  }

  /** Of what was asked for, to the kopeck. */
  #part(share: number) {
    return { amount: (this.#amount * share + 0.07).toFixed(2), currency };
  }
}
