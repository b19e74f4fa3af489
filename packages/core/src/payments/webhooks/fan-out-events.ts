import { testEventType } from "@mainstay/contracts";
import {
  feedReaders,
  paymentEvents,
  transaction,
  type Tx,
  webhookDeliveries,
  webhookEndpoints,
} from "@mainstay/db";
import { and, eq, inArray } from "drizzle-orm";
import { v7 } from "uuid";
import type { JobCtx } from "../../job-context.ts";
import { readFeed, stampFeed } from "../../platform/index.ts";

const reader = "payments.webhooks";
const batch = 500;
/** A statement takes 65,535 values. */
const chunk = 5_000;

/** By position, and its place is kept with what it made: nothing is left out, and nothing made twice. */
export async function fanOutEvents(ctx: JobCtx): Promise<void> {
  while (await stampFeed(ctx.db, paymentEvents)) if (ctx.signal.aborted) return;
  const now = ctx.clock.now();
  while (!ctx.signal.aborted && (await transaction(ctx.db, (tx) => fanOut(tx, now))) === batch);
}

async function fanOut(tx: Tx, now: Date): Promise<number> {
  await tx.insert(feedReaders).values({ reader, position: 0 }).onConflictDoNothing();
  const [place] = await tx
    .select()
    .from(feedReaders)
    .where(eq(feedReaders.reader, reader))
    .for("update");
  const events = await readFeed(tx, paymentEvents, { after: place?.position ?? 0, limit: batch });
  const position = events.at(-1)?.position;
  if (position === undefined || position === null) return 0;
  const storeIds = [...new Set(events.map(({ storeId }) => storeId))];
  const endpoints = await tx
    .select()
    .from(webhookEndpoints)
    .where(and(inArray(webhookEndpoints.storeId, storeIds), eq(webhookEndpoints.state, "active")));
  const rows = events
    .filter(({ type }) => type !== testEventType)
    .flatMap(({ id: eventId, storeId, type }) =>
      endpoints
        .filter((one) => one.storeId === storeId && isAsked(one.types, type))
        .map(({ id: endpointId }) => ({
          id: v7(),
          endpointId,
          eventId,
          state: "pending" as const,
          attempts: 0,
          tries: 0,
          dueAt: now,
        })),
    );
  for (let from = 0; from < rows.length; from += chunk) {
    // A replay may have been first.
    await tx
      .insert(webhookDeliveries)
      .values(rows.slice(from, from + chunk))
      .onConflictDoNothing({ target: [webhookDeliveries.eventId, webhookDeliveries.endpointId] });
  }
  await tx.update(feedReaders).set({ position }).where(eq(feedReaders.reader, reader));
  return events.length;
}

const isAsked = (types: readonly string[], type: string): boolean =>
  types.length === 0 || types.includes(type);
