import { type Tx, webhookAttempts, webhookDeliveries, webhookEndpoints } from "@mainstay/db";
import { and, eq, gt, sql } from "drizzle-orm";
import type { JobCtx } from "../../job-context.ts";
import type { Claimed } from "./claim-deliveries.ts";
import type { EndpointRow } from "./endpoint-view.ts";
import { waitAfter } from "./retry-times.ts";
import { tellDisabled } from "./tell-disabled.ts";
import type { WebhookAnswer } from "./webhook-sender.ts";

const day = 86_400_000;
/** An endpoint that did not once succeed in so many days and tries is disabled. */
const hopeless = { days: 5, tries: 20 };
const gone = 410;

interface Try {
  readonly claimed: Claimed;
  readonly endpoint: EndpointRow;
  readonly answer: WebhookAnswer;
  readonly at: Date;
  readonly ms: number;
}

/** Writes down what came of a try, and what follows for the delivery and for the endpoint. */
export async function endTry(
  ctx: Pick<JobCtx, "clock" | "sealer">,
  tx: Tx,
  { claimed, endpoint, answer, at, ms }: Try,
): Promise<void> {
  const now = ctx.clock.now();
  const { status, problem, body, retryAfterSeconds } = answer;
  const succeeded = status !== null && status >= 200 && status < 300;
  // The endpoint before the delivery, always: else two tries of one delivery could wait for each other.
  const failing = await countFor(tx, endpoint, { succeeded, at });
  const wait = waitAfter(claimed.tries, { retryAfterSeconds, random: Math.random() });
  const givenUp = wait === null || (status === gone && failing !== null);
  const { rowCount } = await tx
    .update(webhookDeliveries)
    .set({
      leaseUntil: null,
      ...(succeeded
        ? { state: "delivered" }
        : givenUp
          ? { state: "failed" }
          : { dueAt: new Date(now.getTime() + wait) }),
    })
    .where(
      and(eq(webhookDeliveries.id, claimed.id), eq(webhookDeliveries.attempts, claimed.attempts)),
    );
  // Another try has it by now, or its event's days were over.
  if (rowCount === 1 || (await isHeld(tx, claimed.id)))
    await tx.insert(webhookAttempts).values({
      endpointId: endpoint.id,
      deliveryId: claimed.id,
      at,
      ms,
      status,
      problem,
      body,
    });
  const why = failing?.state === "active" ? reasonToDisable(failing, status, now) : null;
  if (why === null) return;
  const disabled = { state: "disabled", disabledWhy: why } as const;
  await tx.update(webhookEndpoints).set(disabled).where(eq(webhookEndpoints.id, endpoint.id));
  await tellDisabled(ctx, tx, endpoint, why);
}

/** The endpoint as it fails now. Null after a success, and where it has another address by now: of that this says nothing. */
async function countFor(
  tx: Tx,
  { id, url }: EndpointRow,
  { succeeded, at }: { succeeded: boolean; at: Date },
): Promise<EndpointRow | null> {
  const own = and(eq(webhookEndpoints.id, id), eq(webhookEndpoints.url, url));
  if (succeeded) {
    await tx
      .update(webhookEndpoints)
      .set({ failures: 0, failingSince: null })
      .where(and(own, gt(webhookEndpoints.failures, 0)));
    return null;
  }
  const [failing] = await tx
    .update(webhookEndpoints)
    .set({
      failures: sql`${webhookEndpoints.failures} + 1`,
      failingSince: sql`coalesce(${webhookEndpoints.failingSince}, ${at.toISOString()}::timestamptz)`,
    })
    .where(own)
    .returning();
  return failing ?? null;
}

/** Whether there is this delivery, which then stays until the transaction has ended. */
async function isHeld(tx: Tx, deliveryId: string): Promise<boolean> {
  const rows = await tx
    .select({ id: webhookDeliveries.id })
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.id, deliveryId))
    .for("key share");
  return rows.length > 0;
}

function reasonToDisable(
  { failures, failingSince }: EndpointRow,
  status: number | null,
  now: Date,
): "gone" | "failing" | null {
  if (status === gone) return "gone";
  const since = failingSince?.getTime() ?? now.getTime();
  const days = (now.getTime() - since) / day;
  return days >= hopeless.days && failures >= hopeless.tries ? "failing" : null;
}
