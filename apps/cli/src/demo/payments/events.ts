import { setTimeout as sleep } from "node:timers/promises";
import type { Cast } from "./cast.ts";
import type { Receiver } from "./receiver.ts";
import type { Stage } from "./stage.ts";

export interface Told {
  /** What happened, as the feed has it. */
  readonly events: number;
  /** Of these, what no webhook has brought. */
  readonly missing: number;
  /** How many webhooks came, each with a right signature. */
  readonly verified: number;
  readonly repeated: number;
  readonly refused: number;
}

const patienceMs = 60_000;

/** The feed says what was to come by webhook; what was sent last takes a moment. */
export async function compareEvents(
  { merchant }: Cast,
  { storeId, place }: Stage,
  { receiver, signal }: { receiver: Receiver; signal: AbortSignal },
): Promise<Told> {
  const happened: string[] = [];
  let after = place;
  for (let more = true; more;) {
    const page = await merchant.payments.events.list.query({ storeId, after });
    happened.push(...page.items.map(({ id }) => id));
    after = page.next;
    more = page.more;
  }
  const late = performance.now() + patienceMs;
  const missing = () => happened.filter((id) => !receiver.events.has(id)).length;
  while (missing() > 0 && performance.now() < late) {
    signal.throwIfAborted();
    await sleep(200);
  }
  const verified = [...receiver.events.values()].reduce((all, times) => all + times, 0);
  return {
    events: happened.length,
    missing: missing(),
    verified,
    repeated: verified - receiver.events.size,
    refused: receiver.refused,
  };
}
