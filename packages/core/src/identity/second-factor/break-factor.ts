import { accountMissing, factorMissing } from "@mainstay/contracts";
import { accounts, grants, totpFactors, type Tx } from "@mainstay/db";
import { and, eq, isNull, ne } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { notifyAccount } from "../accounts/notify-account.ts";
import { factorRemovedMail, factorRemovedOfMail } from "../mail/factor-removed.ts";
import { endSessions } from "../sessions/end-sessions.ts";
import { removeFactor } from "./remove-factor.ts";

/**
 * For the command line alone: when nobody is left who could ask for a reset. It waits for nothing, so it is
 * loud: the owner and every administrator are told.
 */
export async function breakFactor(
  ctx: Ctx<string, Tx>,
  { email, reason }: { email: string; reason: string },
): Promise<string> {
  const now = ctx.clock.now();
  const [account] = await ctx.db
    .select({ id: accounts.id, factor: totpFactors.confirmedAt })
    .from(accounts)
    .leftJoin(totpFactors, eq(totpFactors.accountId, accounts.id))
    .where(eq(accounts.email, email.toLowerCase()))
    .for("update", { of: accounts });
  if (!account) throw accountMissing({ accountId: email });
  if (!account.factor) throw factorMissing();
  const accountId = account.id;
  await removeFactor(ctx.db, accountId, { endedAt: now, outcome: "done" });
  await endSessions(ctx.db, accountId);
  const at = now.toISOString();
  await notifyAccount(ctx, accountId, factorRemovedMail, { at });
  for (const { id } of await otherAdmins(ctx.db, accountId)) {
    await notifyAccount(ctx, id, factorRemovedOfMail, { at, email, reason });
  }
  ctx.audit({ target: `account:${accountId}`, changes: { reason } });
  return accountId;
}

const otherAdmins = (tx: Tx, accountId: string) =>
  tx
    .select({ id: accounts.id })
    .from(grants)
    .innerJoin(accounts, eq(accounts.id, grants.accountId))
    .where(
      and(
        eq(grants.role, "admin"),
        isNull(grants.scopeKind),
        eq(accounts.status, "active"),
        ne(accounts.id, accountId),
      ),
    );
