/** What the driver was told was done. It is kept here and nowhere else, and laid beside the database at the end. */
export interface Acknowledged {
  readonly orderId: string;
  readonly sequence: number;
  readonly state: string;
}
export interface Asked {
  readonly kind: "pay_in" | "pay_out";
  /** What it is to come to. */
  readonly plan: string;
  readonly merchantId: string;
  /** Null until its creation was acknowledged. */
  orderId: string | null;
  /** As it was told last. */
  last: Acknowledged | null;
  /** Whether its story was told to its end. */
  ended: boolean;
}

export class Log {
  readonly acknowledged: Acknowledged[] = [];
  /** By the merchant's reference. */
  readonly asked = new Map<string, Asked>();
  /** Earnings that were turned into collateral, by trader: how often, and how much in all. */
  readonly moved = new Map<string, { times: number; sum: bigint }>();
  /** `payIns.confirm payments.pay_in_state`: how often. */
  readonly refusals = new Map<string, number>();
  /** Faults of the product's own, which no refusal declares. */
  readonly faults: string[] = [];
  /** When each acknowledgement came, for how long a recovery took. */
  readonly answeredAt: number[] = [];
  calls = 0;
  /** By the SDK itself, and by whoever asks once it has given up. */
  repeats = 0;

  refused(name: string, reason: string): void {
    const key = `${name} ${reason}`;
    this.refusals.set(key, (this.refusals.get(key) ?? 0) + 1);
  }

  /** An order as an answer has it. */
  told(
    asked: Asked,
    { id, sequence, state }: { id: string; sequence: number; state: string },
  ): void {
    const told = { orderId: id, sequence, state };
    this.acknowledged.push(told);
    this.seen(asked, told);
  }

  /** As a query has it: nothing that the caller was promised. */
  seen(asked: Asked, told: Acknowledged): void {
    if (asked.last === null || told.sequence >= asked.last.sequence) asked.last = told;
  }
}
