import {
  factorMissing,
  factorResetHours,
  factorResetPending,
  finishFactorReset,
  type totp,
} from "@mainstay/contracts";
import { factorResets } from "@mainstay/db";
import { and, eq, isNull } from "drizzle-orm";
import { v7 } from "uuid";
import type { UseCase } from "../../context.ts";
import { enqueue } from "../../platform/index.ts";
import { holdAccount } from "../accounts/hold-account.ts";
import { notifyAccount } from "../accounts/notify-account.ts";
import { mailToken } from "../auth/mailed-token.ts";
import { requireReach } from "../grants/require-reach.ts";
import { factorResetStartedMail } from "../mail/factor-reset-started.ts";
import { hasFactor } from "./verify-factor.ts";

/** Takes effect later, so that an owner who did not ask for it can say no. */
export const startFactorReset: UseCase<typeof totp.startReset> = async (ctx, { accountId }) => {
  const { db } = ctx;
  await holdAccount(ctx, accountId);
  await requireReach(ctx, accountId);
  if (!(await hasFactor(db, accountId))) return ctx.fail(factorMissing());
  const [pending] = await db
    .select({ effectiveAt: factorResets.effectiveAt })
    .from(factorResets)
    .where(and(eq(factorResets.accountId, accountId), isNull(factorResets.endedAt)));
  if (pending) {
    return ctx.fail(factorResetPending({ effectiveAt: pending.effectiveAt.toISOString() }));
  }
  const now = ctx.clock.now();
  const lifeMs = (await ctx.settings.get(factorResetHours)) * 3_600_000;
  const runAt = new Date(now.getTime() + lifeMs);
  const effectiveAt = runAt.toISOString();
  const resetId = v7();
  await db.insert(factorResets).values({
    id: resetId,
    accountId,
    startedBy: ctx.actor.name,
    startedAt: now,
    effectiveAt: runAt,
  });
  enqueue(db, finishFactorReset, { resetId }, { runAt });
  const token = await mailToken(db, {
    purpose: "cancel_factor_reset",
    accountId,
    subject: resetId,
    lifeMs,
    now,
  });
  await notifyAccount(ctx, accountId, factorResetStartedMail, { token, effectiveAt });
  ctx.audit({ target: `account:${accountId}`, changes: { effectiveAt } });
  return { effectiveAt };
};
