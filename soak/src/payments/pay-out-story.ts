import { type PayOut, uploadFile } from "@mainstay/sdk";
import { must, type Told } from "./ask.ts";
import { cardNumber, phoneNumber } from "./dice.ts";
import { type Act, type Stage, Story } from "./story.ts";
import { currency } from "./world.ts";

/** How often of a hundred. */
const plans = {
  accepted: 42,
  accepted_by_timer: 14,
  disputed: 10,
  declined: 10,
  returned: 8,
  trouble: 5,
  cancelled: 6,
  offer_lapsed: 5,
};

export class PayOutStory extends Story<PayOut> {
  readonly #decision = this.dice.pick(["sent", "not_sent", "again"] as const);

  constructor(stage: Stage, index: number) {
    super(stage, index, "pay_out", plans);
  }

  protected override create(): Promise<Told<PayOut>> {
    const { as, id: storeId } = this.store;
    const byCard = this.dice.next() < 0.65;
    const destination = {
      method: byCard ? "card" : "sbp",
      number: byCard ? cardNumber(this.dice) : phoneNumber(this.dice),
      holder: "PETR IVANOV",
    };
    const money = { amount: String(500 + 50 * this.dice.whole(0, 190)), currency };
    const input = { storeId, reference: this.reference, money, destination };
    return this.ask("payOuts.create", (o) => as.payments.payOuts.create.mutate(input, o));
  }

  protected override look(orderId: string): Promise<PayOut> {
    return this.stage.world.support.payments.payOuts.get.query({ orderId });
  }

  protected override act(view: PayOut): ReturnType<Act<PayOut>> {
    const { plan } = this.asked;
    const one = { orderId: view.id };
    const { payOuts } = this.store.as.payments;
    const isCancelled = plan === "cancelled" || this.isTired();
    switch (view.state) {
      case "matching":
        return isCancelled ? this.#cancel(view) : this.wait(2_500);
      case "offered":
        if (isCancelled) return this.#cancel(view);
        if (plan === "offer_lapsed" && this.once("lapse")) return this.waitFor(view);
        if (plan === "declined" && this.once("decline"))
          return this.asTrader(view, "payOuts.decline", (trader, o) =>
            trader.as.payments.payOuts.decline.mutate(one, o),
          );
        return this.asTrader(view, "payOuts.accept", (trader, o) =>
          trader.as.payments.payOuts.accept.mutate(one, o),
        );
      case "accepted":
        return this.asTrader(view, "payOuts.startSending", (trader, o) =>
          trader.as.payments.payOuts.startSending.mutate(one, o),
        );
      case "sending":
        if (plan === "trouble" && this.once("trouble"))
          return this.asTrader(view, "payOuts.reportTrouble", (trader, o) =>
            trader.as.payments.payOuts.reportTrouble.mutate({ ...one, why: "the bank hangs" }, o),
          );
        return this.#prove(view);
      case "proof_uploaded":
        if (plan === "accepted_by_timer") return this.waitFor(view);
        if (plan === "disputed" && this.once("dispute"))
          return this.ask("payOuts.disputeProof", (o) =>
            payOuts.disputeProof.mutate({ ...one, why: "nothing came" }, o),
          );
        return this.ask("payOuts.acceptProof", (o) => payOuts.acceptProof.mutate(one, o));
      case "needs_support":
        return this.#resolve(view);
      case "completed":
        if (plan !== "returned" || !this.once("return")) return null;
        return this.ask("payOuts.markReturned", (o) =>
          this.stage.world.support.payments.payOuts.markReturned.mutate(
            { ...one, why: "the bank returned it" },
            o,
          ),
        );
      default:
        return null;
    }
  }

  #cancel({ id: orderId }: PayOut): Promise<Told<PayOut>> {
    return this.ask("payOuts.cancel", (o) =>
      this.store.as.payments.payOuts.cancel.mutate({ orderId }, o),
    );
  }

  #resolve({ id: orderId }: PayOut): Promise<Told<PayOut>> {
    const again = this.#decision === "again" && this.once("again");
    const as = again || this.#decision === "not_sent" ? ("not_sent" as const) : ("sent" as const);
    return this.ask("payOuts.resolve", (o) =>
      this.stage.world.support.payments.payOuts.resolve.mutate(
        { orderId, as, again, why: "looked at" },
        o,
      ),
    );
  }

  /** No two receipts are alike, as the same bytes would be noticed. */
  async #prove(view: PayOut): Promise<Told<PayOut>> {
    const { log, seed, world } = this.stage;
    const { traderId } = view.traderId === null ? await this.seen(view.id) : view;
    const trader = world.traders.get(traderId ?? "");
    if (!trader) return { ok: false, reason: "nobody has it" };
    const bankReference = `${this.reference}, ${view.sequence}`;
    const bytes = `%PDF-1.4\n% ${seed}: ${bankReference}\n%%EOF\n`;
    const options = { purpose: "payments.proof", name: "receipt.pdf", type: "application/pdf" };
    // It has no key: one that was cut off is begun again, and the file that was left goes by itself.
    const { id: fileId } = await must(log, "uploadFile", "", () =>
      uploadFile(trader.as, new Blob([bytes]), options),
    );
    return this.ask("payOuts.giveProof", (o) =>
      trader.as.payments.payOuts.giveProof.mutate({ orderId: view.id, fileId, bankReference }, o),
    );
  }
}
