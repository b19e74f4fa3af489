import { accountClosed, emailTaken } from "@mainstay/contracts";
import { accounts, grants, type Tx } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { dropAccess } from "../access/drop-access.ts";
import { mailToken } from "../auth/mailed-token.ts";
import { createAccount } from "./create-account.ts";

export interface NewAdmin {
  readonly email: string;
  readonly name: string;
  readonly locale: "ru" | "en";
  /** Null: the first link sets one. */
  readonly passwordHash: string | null;
  /** Makes somebody who has an account already an administrator. */
  readonly grant: boolean;
}

const linkMs = 24 * 3_600_000;

/** For the command line alone: there must be a first administrator, and the API makes none from nothing. */
export async function makeAdmin(
  ctx: Ctx<string, Tx>,
  { email, name, locale, passwordHash, grant }: NewAdmin,
): Promise<{ accountId: string; token: string | null }> {
  const now = ctx.clock.now();
  const [there] = await ctx.db
    .select({ id: accounts.id, status: accounts.status })
    .from(accounts)
    .where(eq(accounts.email, email.toLowerCase()));
  if (there) {
    if (!grant) throw emailTaken({ accountId: there.id });
    if (there.status === "closed") throw accountClosed({ accountId: there.id });
    await ctx.db
      .insert(grants)
      .values({ accountId: there.id, role: "admin", grantedBy: ctx.actor.name, grantedAt: now })
      .onConflictDoNothing();
    dropAccess(ctx.db, there.id);
    ctx.audit({ target: `account:${there.id}`, changes: { granted: "admin" } });
    return { accountId: there.id, token: null };
  }
  const accountId = await createAccount(ctx, {
    email,
    name,
    locale,
    timeZone: "UTC",
    grants: [{ role: "admin", scope: null }],
    passwordHash,
    by: ctx.actor.name,
  });
  ctx.audit({ target: `account:${accountId}`, changes: { granted: "admin" } });
  if (passwordHash !== null) return { accountId, token: null };
  const invitation = { purpose: "accept_invitation", accountId, lifeMs: linkMs, now } as const;
  return { accountId, token: await mailToken(ctx.db, invitation) };
}
