import { finishFactorReset as finishFactorResetJob, type Payload } from "@mainstay/contracts";
import { factorResets } from "@mainstay/db";
import { and, eq, isNull } from "drizzle-orm";
import type { JobCtx } from "../../job-context.ts";
import { enqueue, writeAudit } from "../../platform/index.ts";
import { notifyAccount } from "../accounts/notify-account.ts";
import { factorResetDoneMail } from "../mail/factor-reset-done.ts";
import { endSessions } from "../sessions/end-sessions.ts";
import { removeFactor } from "./remove-factor.ts";

export async function finishFactorReset(
  ctx: JobCtx,
  { resetId }: Payload<typeof finishFactorResetJob>,
): Promise<void> {
  await ctx.once(async (db) => {
    const [reset] = await db
      .select()
      .from(factorResets)
      .where(and(eq(factorResets.id, resetId), isNull(factorResets.endedAt)))
      .for("update");
    if (!reset) return;
    const { accountId, effectiveAt } = reset;
    const now = ctx.clock.now();
    // Operators can run a job at once; the owner's time to say no is not theirs to shorten.
    if (effectiveAt > now) {
      enqueue(db, finishFactorResetJob, { resetId }, { runAt: effectiveAt });
      return;
    }
    await removeFactor(db, accountId, { endedAt: now, outcome: "done" });
    await endSessions(db, accountId);
    await notifyAccount({ db, sealer: ctx.sealer }, accountId, factorResetDoneMail, {});
    writeAudit(db, {
      at: now,
      actor: "system:worker",
      realActor: null,
      action: finishFactorResetJob.job,
      outcome: "done",
      ip: null,
      requestId: ctx.jobId,
      entry: { target: `account:${accountId}`, changes: { startedBy: reset.startedBy } },
      asked: {},
    });
  });
}
