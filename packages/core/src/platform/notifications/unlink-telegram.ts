import type { platform } from "@mainstay/contracts";
import { telegramCodes, telegramLinks } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { withdrawChat } from "./withdraw-deliveries.ts";

export const unlinkTelegram: UseCase<typeof platform.notifications.unlinkTelegram> = async (
  ctx,
) => {
  const { accountId } = ctx.actor.session;
  const now = ctx.clock.now();
  await ctx.db.delete(telegramCodes).where(eq(telegramCodes.accountId, accountId));
  await ctx.db.delete(telegramLinks).where(eq(telegramLinks.accountId, accountId));
  await withdrawChat(ctx.db, accountId, now);
  ctx.audit({ target: `account:${accountId}` });
};
