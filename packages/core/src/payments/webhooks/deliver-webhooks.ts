import { setTimeout as sleep } from "node:timers/promises";
import { webhookLoopback } from "@mainstay/contracts";
import { paymentEvents, transaction, webhookEndpoints } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { JobCtx } from "../../job-context.ts";
import { eventView } from "../events/event-view.ts";
import { type Claimed, claimDeliveries, giveBack } from "./claim-deliveries.ts";
import { endTry } from "./end-try.ts";
import type { EndpointRow } from "./endpoint-view.ts";
import { openSecret, webhookHeaders } from "./webhook-secret.ts";

/** At a time, in one run; several runs share the work. */
const places = 20;
/** After that a run only ends what it began: its job's time must be enough for a whole try. */
const claimingMs = 20_000;
const lookAgainMs = 250;

/** Each on its own: who answers slowly keeps a few places, and the next run has its own. */
export async function deliverWebhooks(ctx: JobCtx): Promise<void> {
  const loopback = await ctx.settings.get(webhookLoopback);
  const running = new Set<Promise<void>>();
  const began = performance.now();
  const begin = (claimed: Claimed): void => {
    const one = deliverOne(ctx, claimed, loopback)
      .catch((error: unknown) => {
        ctx.log.error({ err: error, deliveryId: claimed.id }, "a webhook could not be delivered");
      })
      .finally(() => running.delete(one));
    running.add(one);
  };
  do {
    const free = performance.now() - began < claimingMs ? places - running.size : 0;
    const now = ctx.clock.now();
    const claimed = free > 0 ? await claimDeliveries(ctx.db, { now, places: free }) : [];
    for (const one of claimed) begin(one);
    if (claimed.length === 0 && running.size > 0) {
      const waits = new AbortController();
      const again = sleep(lookAgainMs, undefined, { signal: waits.signal }).catch(() => {});
      await Promise.race([...running, again]);
      waits.abort();
    }
  } while (running.size > 0 && !ctx.signal.aborted);
  await Promise.all(running);
}

async function deliverOne(ctx: JobCtx, claimed: Claimed, loopback: boolean): Promise<void> {
  const [found] = await ctx.db
    .select()
    .from(webhookEndpoints)
    .innerJoin(paymentEvents, eq(paymentEvents.id, claimed.eventId))
    .where(eq(webhookEndpoints.id, claimed.endpointId));
  if (found?.webhook_endpoints.state !== "active") return giveBack(ctx.db, claimed);
  const { webhook_endpoints: endpoint, payment_events: event } = found;
  const at = ctx.clock.now();
  const body = JSON.stringify(eventView(event));
  const headers = webhookHeaders(secretsOf(ctx, endpoint, at), { id: event.id, at, body });
  const began = performance.now();
  try {
    const { url } = endpoint;
    const answer = await ctx.webhookSender.send({ url, headers, body, loopback }, ctx.signal);
    const ms = Math.round(performance.now() - began);
    await transaction(ctx.db, (tx) => endTry(ctx, tx, { claimed, endpoint, answer, at, ms }));
  } catch (error) {
    if (!ctx.signal.aborted) throw error;
    await giveBack(ctx.db, claimed);
  }
}

/** The newest first. */
function secretsOf({ sealer }: JobCtx, endpoint: EndpointRow, now: Date): string[] {
  const { secretSealed, previousSealed, previousUntil } = endpoint;
  const signsAlong = previousSealed !== null && previousUntil !== null && previousUntil > now;
  return [secretSealed, ...(signsAlong ? [previousSealed] : [])].map((sealed) =>
    openSecret(sealer, sealed),
  );
}
