import { linkUnusable, type totp } from "@mainstay/contracts";
import { factorResets } from "@mainstay/db";
import { and, eq, isNull } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { useMailedToken } from "../auth/mailed-token.ts";

export const cancelFactorReset: UseCase<typeof totp.cancelReset> = async (ctx, { token }) => {
  const now = ctx.clock.now();
  const link = await useMailedToken(ctx.db, "cancel_factor_reset", token, now);
  if (!link?.subject) return ctx.fail(linkUnusable());
  const kept = await ctx.db
    .update(factorResets)
    .set({ endedAt: now, outcome: "cancelled" })
    .where(and(eq(factorResets.id, link.subject), isNull(factorResets.endedAt)))
    .returning({ id: factorResets.id });
  if (kept.length === 0) return ctx.fail(linkUnusable());
  ctx.audit({ target: `account:${link.accountId}` });
  return { kind: "kept" };
};
