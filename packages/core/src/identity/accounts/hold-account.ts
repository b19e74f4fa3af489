import { accountMissing } from "@mainstay/contracts";
import { accounts, type Tx } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { Actor } from "../../actor.ts";
import type { Ctx } from "../../context.ts";

/** Of several who change one account, each waits for the one before. */
export async function holdAccount(
  ctx: Ctx<typeof accountMissing.reason, Tx, Actor>,
  accountId: string,
): Promise<typeof accounts.$inferSelect> {
  const [account] = await ctx.db
    .select()
    .from(accounts)
    .where(eq(accounts.id, accountId))
    .for("update");
  return account ?? ctx.fail(accountMissing({ accountId }));
}
