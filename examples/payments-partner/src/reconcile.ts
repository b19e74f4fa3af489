import type { Mainstay } from "@mainstay/sdk";
import type { Shop } from "./shop.ts";

interface Place {
  readonly shop: Shop;
  readonly mainstay: Mainstay;
  readonly storeId: string;
}

/**
 * Reads what happened since the place that was kept, and applies it as if it had come by webhook: what was
 * missed is made up for, what was not is a repeat. The place is kept after its events, never before.
 */
async function reconcile({ shop, mainstay, storeId }: Place, signal: AbortSignal): Promise<number> {
  let applied = 0;
  for (let more = true; more;) {
    const after = shop.place() ?? undefined;
    const page = await mainstay.payments.events.list.query({ storeId, after }, { signal });
    for (const event of page.items) if (shop.apply(event) === "applied") applied += 1;
    shop.keepPlace(page.next);
    more = page.more;
  }
  return applied;
}

/** At once and then every so often; one look after the other. What fails is tried again with the next. */
export function keepReconciling(
  at: Place & { readonly say: (line: string) => void },
  everyMs: number,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    try {
      const applied = await reconcile(at, stopping.signal);
      if (applied > 0) at.say(`reconciled: ${applied} events that no webhook had brought`);
    } catch (error) {
      if (!stopping.signal.aborted)
        at.say(`reconciling failed, and is tried again: ${String(error)}`);
    }
    if (!stopping.signal.aborted) timer = setTimeout(next, everyMs);
  };
  let looking = Promise.resolve();
  const next = (): void => {
    looking = look();
  };
  next();
  return {
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await looking;
    },
  };
}
