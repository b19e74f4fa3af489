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
  const wait = waitAfter(claimed.tries, { retryAfterSeconds, random: Math.random() });
  await tx
    .update(webhookDeliveries)
    .set({
      leaseUntil: null,
      ...(succeeded
        ? { state: "delivered" }
        : wait === null || status === gone
          ? { state: "failed" }
          : { dueAt: new Date(now.getTime() + wait) }),
    })
    .where(
      and(eq(webhookDeliveries.id, claimed.id), eq(webhookDeliveries.attempts, claimed.attempts)),
    );
  await tx.insert(webhookAttempts).values({
    endpointId: endpoint.id,
    deliveryId: claimed.id,
    at,
    ms,
    status,
    problem,
    body,
  });
  // What an address answered says nothing of the one that it was changed to meanwhile.
  const own = and(eq(webhookEndpoints.id, endpoint.id), eq(webhookEndpoints.url, endpoint.url));
  if (succeeded) {
    const better = { failures: 0, failingSince: null };
    await tx
      .update(webhookEndpoints)
      .set(better)
      .where(and(own, gt(webhookEndpoints.failures, 0)));
    return;
  }
  const [failing] = await tx
    .update(webhookEndpoints)
    .set({
      failures: sql`${webhookEndpoints.failures} + 1`,
      failingSince: sql`coalesce(${webhookEndpoints.failingSince}, ${at.toISOString()}::timestamptz)`,
    })
    .where(own)
    .returning();
  const why = failing && failing.state === "active" ? reasonToDisable(failing, status, now) : null;
  if (why === null) return;
  await tx.update(webhookEndpoints).set({ state: "disabled", disabledWhy: why }).where(own);
  await tellDisabled(ctx, tx, endpoint, why);
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
