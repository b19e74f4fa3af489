import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { MerchantEvent, Money } from "@mainstay/sdk";

/** One pay-in for an order: a payer who does not manage the first time begins another. */
interface Payment {
  state: string;
  sequence: number;
}
export interface Order {
  readonly id: string;
  readonly money: Money;
  readonly at: string;
  /** By the pay-in's id. */
  readonly payments: Record<string, Payment>;
  /** What is done once, whatever comes how often. */
  shippedAt: string | null;
}
interface Kept {
  orders: Record<string, Order>;
  /** The ids of events, each with its time. */
  seen: Record<string, string>;
  /** Up to where the feed of events was read. */
  place: string | null;
}
export type Applied = "applied" | "repeated" | "older" | "not ours";

/** Events are told for 30 days; what is older comes no more. */
const seenMs = 31 * 86_400_000;

/**
 * The shop's orders, in a file. It is written whole and synchronously, so that nothing comes between reading
 * and writing, and what was answered is on the disk. A shop with a database takes one transaction for it.
 */
export function openShop(file: string) {
  let kept = read(file);

  /** What cannot be written has not happened: whoever sent it sends it again. */
  const change = <T>(work: (next: Kept) => T): T => {
    const next = structuredClone(kept);
    const answer = work(next);
    write(file, next);
    kept = next;
    return answer;
  };

  return {
    orders: (): Order[] =>
      Object.values(kept.orders).toSorted((one, other) => (one.at < other.at ? 1 : -1)),
    order: (id: string): Order | undefined => orderOf(kept, id),
    add: (id: string, money: Money): Order =>
      change(
        ({ orders }) =>
          (orders[id] = {
            id,
            money,
            at: new Date().toISOString(),
            payments: {},
            shippedAt: null,
          }),
      ),
    /** What an event says, by webhook or from the feed. When it returns, it is kept. */
    apply(event: MerchantEvent): Applied {
      if (Object.hasOwn(kept.seen, event.id)) return "repeated";
      return change((next) => {
        next.seen[event.id] = event.at;
        return take(next, event);
      });
    },
    place: (): string | null => kept.place,
    keepPlace(place: string): void {
      if (place !== kept.place) change((next) => (next.place = place));
    },
  };
}
export type Shop = ReturnType<typeof openShop>;

function take(kept: Kept, event: MerchantEvent): Applied {
  if (!isPayIn(event)) return "not ours";
  const { id, reference, state } = event.data;
  const order = orderOf(kept, reference);
  if (!order) return "not ours";
  // Events come in no promised order, and each has the whole of its pay-in: the largest sequence is the truth.
  const known = order.payments[id];
  if (known && known.sequence >= event.sequence) return "older";
  order.payments[id] = { state, sequence: event.sequence };
  if (stateOf(order) === "paid") order.shippedAt ??= new Date().toISOString();
  return "applied";
}

/** An order is paid by any of its pay-ins, also by one that had expired and whose money came late. */
export function stateOf({ payments }: Order): "new" | "waiting" | "paid" | "look at it" {
  const states = Object.values(payments).map(({ state }) => state);
  if (states.includes("completed")) return "paid";
  // Another sum came, or the money went back: somebody has to decide what the customer gets.
  if (states.some((state) => ["partial", "contested", "reversed"].includes(state)))
    return "look at it";
  return states.length === 0 ? "new" : "waiting";
}

type PayInEvent = Extract<MerchantEvent, { type: `pay_in.${string}` }>;
const isPayIn = (event: MerchantEvent): event is PayInEvent => event.type.startsWith("pay_in.");

const orderOf = ({ orders }: Kept, id: string): Order | undefined =>
  Object.hasOwn(orders, id) ? orders[id] : undefined;

function write(file: string, kept: Kept): void {
  const partial = `${file}.partial`;
  const opened = openSync(partial, "w");
  try {
    writeFileSync(opened, JSON.stringify(kept, null, 2));
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
  // Half a file is never read: the new one takes the old one's place at once.
  renameSync(partial, file);
}

function read(file: string): Kept {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return { orders: {}, seen: {}, place: null };
  }
  const kept = JSON.parse(text) as Kept;
  const recent = Object.entries(kept.seen).filter(([, at]) => Date.now() - Date.parse(at) < seenMs);
  return { ...kept, seen: Object.fromEntries(recent) };
}
