import { factorPresent, type totp } from "@mainstay/contracts";
import { accounts, totpFactors } from "@mainstay/db";
import { eq, isNull } from "drizzle-orm";
import { renderSVG } from "uqr";
import type { PreparedUseCase } from "../../context.ts";
import { verifyOwnPassword } from "../passwords/verify-own-password.ts";
import { authenticatorUri, mintSecret, totpPurpose } from "./authenticator.ts";

/** Until it is confirmed it guards nothing, and the next enrolment takes its place. */
export const enrollTotp: PreparedUseCase<typeof totp.enroll, void> = {
  prepare: (ctx, { password }) => verifyOwnPassword(ctx, password),

  async run(ctx) {
    const { accountId } = ctx.actor.session;
    const secret = mintSecret();
    const row = {
      sealedSecret: ctx.sealer.seal(totpPurpose, secret),
      lastStep: 0,
      createdAt: ctx.clock.now(),
    };
    const begun = await ctx.db
      .insert(totpFactors)
      .values({ accountId, ...row })
      .onConflictDoUpdate({
        target: totpFactors.accountId,
        set: row,
        setWhere: isNull(totpFactors.confirmedAt),
      })
      .returning({ accountId: totpFactors.accountId });
    if (begun.length === 0) return ctx.fail(factorPresent());
    const [account] = await ctx.db
      .select({ email: accounts.email })
      .from(accounts)
      .where(eq(accounts.id, accountId));
    const uri = authenticatorUri(secret, account?.email ?? accountId);
    ctx.audit({ target: `account:${accountId}` });
    return { uri, secret, qrCode: renderSVG(uri, { border: 4, ecc: "M" }) };
  },
};
