import { type identity, refreshReused, refreshUnusable, sessionIdleDays } from "@mainstay/contracts";
import { accounts, refreshTokens, sessions, type Tx } from "@mainstay/db";
import { and, eq, isNull } from "drizzle-orm";
import { Audience } from "@mainstay/contracts";
import type { CtxOf, UseCase } from "../../context.ts";
import { dropAccess } from "../access/drop-access.ts";
import { recordLogin } from "../login-history/record-login.ts";
import { endSession } from "../lucia/lucia-sessions.ts";
import { childOf, hashRefreshToken } from "../tokens/refresh-chain.ts";

type Contract = typeof import("@mainstay/contracts").auth.refresh;
type RefreshCtx = CtxOf<Contract>;

/** How long a lost answer can be asked for again. */
const repeatMs = 60_000;

export const refreshSession: UseCase<Contract> = async (ctx, { refreshToken }) => {
  const now = ctx.clock.now();
  const hash = hashRefreshToken(refreshToken);
  const session = await lockSession(ctx.db, hash);
  if (!session || session.status !== "active" || endOf(session) <= now) {
    return ctx.fail(refreshUnusable());
  }
  // Read under the lock: a parallel use may have changed it since.
  const [token] = await ctx.db.select().from(refreshTokens).where(eq(refreshTokens.hash, hash));
  if (!token) return ctx.fail(refreshUnusable());
  const isRepeat = token.usedAt !== null;
  if (token.spent || (token.usedAt && now.getTime() - token.usedAt.getTime() > repeatMs)) {
    return await endStolen(ctx, session);
  }
  const child = childOf(refreshToken, ctx.sealer);
  if (!isRepeat) await useToken(ctx.db, { token, child, now });
  await moveEnd(ctx, session.publicId, now);
  const access = await ctx.tokens.sign(ctx.db, {
    accountId: session.accountId,
    sessionId: session.publicId,
    audience: Audience.parse(session.audience),
  });
  return {
    accessToken: access.token,
    expiresAt: access.expiresAt.toISOString(),
    refreshToken: child,
  };
};
