import { accounts, type Tx } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { z } from "zod";
import type { Sealer } from "../../ports.ts";
import { notify, type Template } from "../../platform/index.ts";

/** Tells an account's owner, in the owner's language and by the ways they chose. A closed account has no address. */
export async function notifyAccount<D extends z.ZodObject>(
  ctx: { readonly db: Tx; readonly sealer: Sealer },
  accountId: string,
  template: Template<string, D>,
  data: z.input<D>,
): Promise<void> {
  const [account] = await ctx.db
    .select({ email: accounts.email, locale: accounts.locale, timeZone: accounts.timeZone })
    .from(accounts)
    .where(eq(accounts.id, accountId));
  if (!account || account.email === null) return;
  await notify(ctx, ctx.db, { ...account, accountId, email: account.email }, template, data);
}
