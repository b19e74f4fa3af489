import { signUps, type Tx } from "@mainstay/db";
import { eq } from "drizzle-orm";
import { notify } from "../../platform/index.ts";
import type { Sealer } from "../../ports.ts";
import { verifyEmailMail } from "../mail/verify-email.ts";
import { hashToken, mintToken } from "./opaque-token.ts";

/** An earlier link of the same sign-up ends. */
export async function mailSignUpLink(
  ctx: { readonly sealer: Sealer },
  tx: Tx,
  { id, email, name, locale, timeZone, expiresAt }: typeof signUps.$inferSelect,
): Promise<void> {
  const token = mintToken();
  await tx
    .update(signUps)
    .set({ tokenHash: hashToken(token) })
    .where(eq(signUps.id, id));
  await notify(ctx, tx, { email, locale, timeZone }, verifyEmailMail, {
    name,
    token,
    expiresAt: expiresAt.toISOString(),
  });
}
