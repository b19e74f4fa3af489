import { Audience, type auth, linkUnusable } from "@mainstay/contracts";
import { accounts, grants, passwordHistory, signUps } from "@mainstay/db";
import { and, eq, gt } from "drizzle-orm";
import { v7 } from "uuid";
import type { UseCase } from "../../context.ts";
import { hashToken } from "./opaque-token.ts";

export const verifyEmail: UseCase<typeof auth.verifyEmail> = async (ctx, { token }) => {
  const now = ctx.clock.now();
  const [signUp] = await ctx.db
    .delete(signUps)
    .where(and(eq(signUps.tokenHash, hashToken(token)), gt(signUps.expiresAt, now)))
    .returning();
  if (!signUp) return ctx.fail(linkUnusable());
  const { email, passwordHash, name, locale, timeZone } = signUp;
  const audience = Audience.parse(signUp.audience);
  const accountId = v7();
  const [made] = await ctx.db
    .insert(accounts)
    .values({
      id: accountId,
      email,
      name,
      locale,
      timeZone,
      channels: { email: true },
      status: "active",
      audiences: [audience],
      passwordHash,
      passwordChangedAt: now,
      createdAt: now,
    })
    .onConflictDoNothing({ target: accounts.email })
    .returning({ id: accounts.id });
  // Another sign-up of the address was confirmed before, or somebody was invited.
  if (!made) return ctx.fail(linkUnusable());
  await ctx.db.insert(passwordHistory).values({ accountId, hash: passwordHash, at: now });
  // Merchants and traders get a role once there is something that they may do it in.
  if (audience === "customer") {
    const granted = { role: audience, grantedBy: "system:sign_up", grantedAt: now };
    await ctx.db.insert(grants).values({ accountId, ...granted });
  }
  await ctx.db.delete(signUps).where(eq(signUps.email, email));
  return { kind: "confirmed", email, audience };
};
