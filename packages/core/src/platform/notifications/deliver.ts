import { deliver as deliverJob, deliveryDelayed, type Payload } from "@mainstay/contracts";
import { deliveries, deliveryAttempts, transaction, type Tx } from "@mainstay/db";
import { and, eq, gt, isNull, notExists } from "drizzle-orm";
import type { JobCtx } from "../../job-context.ts";
import { UnknownToReleaseError } from "../../unknown-to-release.ts";
import { enqueue } from "../outbox/enqueue.ts";
import {
  attemptIs,
  beginAttempt,
  type DeliveryRow,
  endDelivery,
  lockDelivery,
  mayRepeat,
} from "./begin-attempt.ts";
import { forgetAddress } from "./forget-address.ts";
import { prepareSending, type Send } from "./prepare-sending.ts";
import type { AnyTemplate } from "./template.ts";
import type { SendAnswer } from "./transports.ts";

/** Nobody may make us wait longer. */
const longestWaitSeconds = 3_600;

interface Attempt {
  readonly delivery: DeliveryRow;
  readonly number: number;
  readonly send: Send;
}

/**
 * Sends one delivery: waiting → sending → sent, failed, bounced or withheld; back to waiting in between.
 * An attempt is written down before the outside is spoken to, so that a worker that is killed meanwhile
 * leaves an attempt without an end, and the next one knows that nobody knows.
 */
export function deliverWith(
  templates: readonly AnyTemplate[],
): (ctx: JobCtx, payload: Payload<typeof deliverJob>) => Promise<void> {
  const byName = new Map(templates.map((each) => [each.template, each]));
  return async (ctx, { deliveryId }) => {
    const attempt = await transaction(ctx.db, (tx) => begin(ctx, tx, byName, deliveryId));
    if (!attempt) return;
    await end(ctx, attempt, await attempt.send());
  };
}

async function begin(
  ctx: JobCtx,
  tx: Tx,
  templates: ReadonlyMap<string, AnyTemplate>,
  deliveryId: string,
): Promise<Attempt | null> {
  const now = ctx.clock.now();
  const found = await lockDelivery(tx, { deliveryId, now });
  if (!found) return null;
  const { delivery } = found;
  const template = templates.get(delivery.template);
  if (!template) throw new UnknownToReleaseError(`the template ${delivery.template}`);
  const send = await prepareSending(ctx, tx, delivery, template);
  if (typeof send === "string") {
    await endDelivery(tx, deliveryId, { state: "withheld", problem: send, now });
    return null;
  }
  const number = found.attempts + 1;
  await beginAttempt(tx, { deliveryId, number, now });
  return { delivery, number, send };
}

async function end(ctx: JobCtx, attempt: Attempt, answer: SendAnswer): Promise<void> {
  const { delivery, number } = attempt;
  const now = ctx.clock.now();
  const note = async (tx: Tx): Promise<{ hasEnded: boolean }> => {
    const hasEnded = await lockEnd(tx, delivery.id);
    await tx
      .update(deliveryAttempts)
      .set({ endedAt: now, outcome: answer.outcome, answer: answer.answer })
      .where(attemptIs(delivery.id, number));
    return { hasEnded };
  };
  const next = nextOf(attempt, answer, now);
  if (next === "by_back_off") {
    await transaction(ctx.db, async (tx) => {
      await note(tx);
      await waitAgain(tx, attempt);
    });
    throw deliveryDelayed({ channel: delivery.channel, answer: answer.answer });
  }
  const kept = await ctx.once(async (tx) => {
    await note(tx);
    if (next === "ended") await conclude(ctx, tx, { delivery, answer, now });
    else {
      await waitAgain(tx, attempt);
      enqueue(tx, deliverJob, { deliveryId: delivery.id }, { runAt: next });
    }
    return true;
  });
  if (kept === true) return;
  // Another run of this job was quicker. What this one learned is still true, and may be all there is to know.
  await transaction(ctx.db, async (tx) => {
    const { hasEnded } = await note(tx);
    if (next !== "ended") await waitAgain(tx, attempt);
    else if (!hasEnded) await conclude(ctx, tx, { delivery, answer, now });
  });
}

/** The other side's word on when to come again counts more than the job's back-off. */
function nextOf(
  { delivery, number }: Attempt,
  answer: SendAnswer,
  now: Date,
): "ended" | "by_back_off" | Date {
  if (answer.outcome === "accepted" || answer.outcome === "refused") return "ended";
  if (number >= deliverJob.attempts) return "ended";
  if (answer.outcome === "unknown") return mayRepeat(delivery) ? "by_back_off" : "ended";
  if (answer.retryAfterSeconds === null) return "by_back_off";
  const seconds = Math.min(answer.retryAfterSeconds, longestWaitSeconds);
  return new Date(now.getTime() + seconds * 1_000);
}

/** Held until the transaction is over, so that no other run begins or ends an attempt meanwhile. */
async function lockEnd(tx: Tx, deliveryId: string): Promise<boolean> {
  const [row] = await tx
    .select({ endedAt: deliveries.endedAt })
    .from(deliveries)
    .where(eq(deliveries.id, deliveryId))
    .for("update");
  return row?.endedAt != null;
}

/** Not where it has ended meanwhile, nor where another run has begun an attempt after this one. */
async function waitAgain(tx: Tx, { delivery: { id }, number }: Attempt): Promise<void> {
  const later = tx
    .select({ number: deliveryAttempts.number })
    .from(deliveryAttempts)
    .where(and(eq(deliveryAttempts.deliveryId, id), gt(deliveryAttempts.number, number)));
  await tx
    .update(deliveries)
    .set({ state: "waiting" })
    .where(and(eq(deliveries.id, id), isNull(deliveries.endedAt), notExists(later)));
}

async function conclude(
  { sealer }: JobCtx,
  tx: Tx,
  { delivery, answer, now }: { delivery: DeliveryRow; answer: SendAnswer; now: Date },
): Promise<void> {
  const { id, channel } = delivery;
  switch (answer.outcome) {
    case "accepted":
      return endDelivery(tx, id, { state: "sent", reference: answer.reference, now });
    case "refused": {
      const bounced = answer.gone && channel === "email";
      if (answer.gone) await forgetAddress(sealer, tx, { delivery, problem: answer.answer, now });
      const state = bounced ? "bounced" : "failed";
      return endDelivery(tx, id, { state, problem: answer.answer, now });
    }
    case "delayed":
      return endDelivery(tx, id, { state: "failed", problem: answer.answer, now });
    case "unknown":
      return endDelivery(tx, id, { state: "failed", problem: "unknown_outcome", now });
  }
}
