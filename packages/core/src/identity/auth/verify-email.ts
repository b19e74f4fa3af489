import { Audience, type auth, linkUnusable, passwordWrong } from "@mainstay/contracts";
import { accounts, grants, passwordHistory, signUps } from "@mainstay/db";
import { and, asc, eq, gt, inArray } from "drizzle-orm";
import { v7 } from "uuid";
import type { PreparedUseCase } from "../../context.ts";
import { verifyPassword } from "../passwords/hash-password.ts";
import { hashToken } from "./opaque-token.ts";

export const verifyEmail: PreparedUseCase<typeof auth.verifyEmail, boolean> = {
  async prepare(ctx, { token, password }) {
    const [signUp] = await ctx.db
      .select({ passwordHash: signUps.passwordHash })
      .from(signUps)
      .where(and(eq(signUps.tokenHash, hashToken(token)), gt(signUps.expiresAt, ctx.clock.now())));
    if (!signUp) return ctx.fail(linkUnusable());
    return verifyPassword(signUp.passwordHash, password);
  },

  async run(ctx, { token }, fits) {
    if (!fits) return ctx.fail(passwordWrong());
    const now = ctx.clock.now();
    const hash = hashToken(token);
    const its = ctx.db
      .select({ email: signUps.email })
      .from(signUps)
      .where(eq(signUps.tokenHash, hash));
    // All of the address, in one order: of two confirmed at once, the other finds none.
    const all = await ctx.db
      .select()
      .from(signUps)
      .where(inArray(signUps.email, its))
      .orderBy(asc(signUps.id))
      .for("update");
    const signUp = all.find(
      ({ tokenHash, expiresAt }) => tokenHash?.equals(hash) && expiresAt > now,
    );
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
        status: "active",
        audiences: [audience],
        passwordHash,
        passwordChangedAt: now,
        createdAt: now,
      })
      .onConflictDoNothing({ target: accounts.email })
      .returning({ id: accounts.id });
    // Somebody was invited in the meantime, or moved to this address.
    if (!made) return ctx.fail(linkUnusable());
    await ctx.db.insert(passwordHistory).values({ accountId, hash: passwordHash, at: now });
    // Merchants and traders get a role once there is something that they may do it in.
    if (audience === "customer") {
      const granted = { role: audience, grantedBy: "system:sign_up", grantedAt: now };
      await ctx.db.insert(grants).values({ accountId, ...granted });
    }
    await ctx.db.delete(signUps).where(eq(signUps.email, email));
    ctx.audit({ target: `account:${accountId}` });
    return { kind: "confirmed", email, audience };
  },
};
