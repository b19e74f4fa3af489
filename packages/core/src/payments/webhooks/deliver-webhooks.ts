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
import type { WebhookSender } from "./webhook-sender.ts";

/** At a time, in one run. */
const mostPlaces = 100;
/** Of these for one merchant: the others are for others, however slowly this one's receivers answer. */
const eachMerchant = 20;
/** After that a run only ends what it began: its job's time must be enough for a whole try. */
const claimingMs = 30_000;
const lookAgainMs = 250;

/**
 * Until when a process has a run that claims, by what it sends with. The others end at once: if each
 * claimed for itself, they could all come to where they only end what they began, and nobody would claim.
 */
const claimsUntil = new WeakMap<WebhookSender, number>();

export async function deliverWebhooks(ctx: JobCtx): Promise<void> {
  const until = performance.now() + claimingMs;
  if ((claimsUntil.get(ctx.webhookSender) ?? 0) > performance.now()) return;
  claimsUntil.set(ctx.webhookSender, until);
  const running = new Map<Promise<void>, Claimed>();
  try {
    await claimAndBegin(ctx, running, until);
  } finally {
    if (claimsUntil.get(ctx.webhookSender) === until) claimsUntil.delete(ctx.webhookSender);
    await Promise.all(running.keys());
  }
}

/** Each on its own: who answers slowly keeps a few places, and what is due takes the others. */
async function claimAndBegin(
  ctx: JobCtx,
  running: Map<Promise<void>, Claimed>,
  until: number,
): Promise<void> {
  const loopback = await ctx.settings.get(webhookLoopback);
  const begin = (claimed: Claimed): void => {
    const one = deliverOne(ctx, claimed, loopback)
      .catch((error: unknown) => {
        ctx.log.error({ err: error, deliveryId: claimed.id }, "a webhook could not be delivered");
      })
      .finally(() => running.delete(one));
    running.set(one, claimed);
  };
  while (performance.now() < until && !ctx.signal.aborted) {
    // What ends while it claims may have held the place for what is due.
    const before = [...running.keys()];
    const free = mostPlaces - before.length;
    const places = { free, eachMerchant, taken: countByMerchant(running.values()) };
    const claimed = free > 0 ? await claimDeliveries(ctx.db, { now: ctx.clock.now(), places }) : [];
    for (const one of claimed) begin(one);
    if (claimed.length > 0) continue;
    if (before.length === 0) return;
    const waits = new AbortController();
    const again = sleep(lookAgainMs, undefined, { signal: waits.signal }).catch(() => {});
    await Promise.race([...before, again]);
    waits.abort();
  }
}

function countByMerchant(all: Iterable<Claimed>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { merchantId } of all) counts.set(merchantId, (counts.get(merchantId) ?? 0) + 1);
  return counts;
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
