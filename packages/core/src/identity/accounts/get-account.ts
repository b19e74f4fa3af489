import { accountMissing, type identity } from "@mainstay/contracts";
import { accounts } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { accountViews } from "./account-view.ts";

export const getAccount: UseCase<typeof identity.accounts.get> = async (ctx, { accountId }) => {
  const rows = await ctx.db.select().from(accounts).where(eq(accounts.id, accountId));
  const view = (await accountViews(ctx.db, rows)).get(accountId);
  return view ?? ctx.fail(accountMissing({ accountId }));
};
