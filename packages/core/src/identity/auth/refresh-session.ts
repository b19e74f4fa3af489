import {
  Audience,
  type auth,
  refreshReused,
  refreshUnusable,
  sessionIdleDays,
} from "@mainstay/contracts";
import { accounts, refreshTokens, sessions, type Tx } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { CtxOf, UseCase } from "../../context.ts";
import { dropAccess } from "../access/drop-access.ts";
import { recordLogin } from "../login-history/record-login.ts";
import { endSession } from "../lucia/lucia-sessions.ts";
import { childOf, hashRefreshToken, takeChild } from "../tokens/refresh-chain.ts";

/** How long a lost answer can be asked for again. */
const repeatMs = 60_000;

export const refreshSession: UseCase<typeof auth.refresh> = async (ctx, { refreshToken }) => {
  const now = ctx.clock.now();
  const hash = hashRefreshToken(refreshToken);
  const session = await lockSession(ctx.db, hash);
  if (session?.status !== "active" || session.expiresAt <= now || session.endsAt <= now) {
    return ctx.fail(refreshUnusable());
  }
  // Read under the session's lock: a parallel call may have used it.
  const [token] = await ctx.db.select().from(refreshTokens).where(eq(refreshTokens.hash, hash));
  if (!token) return ctx.fail(refreshUnusable());
  const isLate = token.usedAt !== null && now.getTime() - token.usedAt.getTime() > repeatMs;
  if (token.spent || isLate) return await endStolen(ctx, session);

  const child = childOf(refreshToken, ctx.sealer);
  if (token.usedAt === null) await takeChild(ctx.db, { parent: token, child, now });
  const idleMs = (await ctx.settings.get(sessionIdleDays)) * 86_400_000;
  await ctx.db
    .update(sessions)
    .set({ seenAt: now, expiresAt: new Date(now.getTime() + idleMs) })
    .where(eq(sessions.publicId, session.publicId));
  const access = await ctx.tokens.sign(ctx.db, {
    accountId: session.accountId,
    sessionId: session.publicId,
    audience: session.audience,
  });
  return {
    accessToken: access.token,
    expiresAt: access.expiresAt.toISOString(),
    refreshToken: child,
  };
};

interface LockedSession {
  readonly publicId: string;
  readonly accountId: string;
  readonly audience: Audience;
  readonly status: "active" | "blocked" | "closed";
  readonly expiresAt: Date;
  readonly endsAt: Date;
}

/** One refresh of a session at a time. */
async function lockSession(tx: Tx, tokenHash: Buffer): Promise<LockedSession | null> {
  const [row] = await tx
    .select({
      publicId: sessions.publicId,
      accountId: sessions.userId,
      audience: sessions.audience,
      status: accounts.status,
      expiresAt: sessions.expiresAt,
      endsAt: sessions.endsAt,
    })
    .from(refreshTokens)
    .innerJoin(sessions, eq(sessions.publicId, refreshTokens.sessionId))
    .innerJoin(accounts, eq(accounts.id, sessions.userId))
    .where(eq(refreshTokens.hash, tokenHash))
    .for("update", { of: sessions });
  return row ? { ...row, audience: Audience.parse(row.audience) } : null;
}

/** Thief or owner: whoever of them comes second shows it, and both have to sign in. */
async function endStolen(
  ctx: CtxOf<typeof auth.refresh>,
  { publicId, accountId, audience }: LockedSession,
): Promise<never> {
  await endSession(ctx.db, publicId);
  dropAccess(ctx.db, accountId);
  await recordLogin(ctx, {
    accountId,
    audience,
    outcome: "refresh_reused",
    sessionId: publicId,
  });
  return ctx.refuse(refreshReused());
}
