import { createHash, randomBytes } from "node:crypto";
import { type platform, telegramOff } from "@mainstay/contracts";
import { telegramCodes } from "@mainstay/db";
import type { UseCase } from "../../context.ts";

const lifeMs = 10 * 60_000;

/** A plain hash is enough: nobody can guess 32 random bytes. */
export const hashTelegramCode = (code: string): Buffer =>
  createHash("sha256").update(code).digest();

/** The chat is linked when the bot is started with the code: see `take-telegram-update.ts`. */
export const linkTelegram: UseCase<typeof platform.notifications.linkTelegram> = async (ctx) => {
  const { accountId } = ctx.actor.session;
  const bot = ctx.channels.telegramBot ?? ctx.fail(telegramOff());
  const code = randomBytes(32).toString("base64url");
  const expiresAt = new Date(ctx.clock.now().getTime() + lifeMs);
  const current = { hash: hashTelegramCode(code), expiresAt };
  await ctx.db
    .insert(telegramCodes)
    .values({ accountId, ...current })
    .onConflictDoUpdate({ target: telegramCodes.accountId, set: current });
  ctx.audit({ target: `account:${accountId}` });
  return { url: `https://t.me/${bot}?start=${code}`, expiresAt: expiresAt.toISOString() };
};
