import { z } from "zod";
import { withAccount } from "../access.ts";
import { mutation } from "../define.ts";
import { reason } from "../reason.ts";

export const TelegramLink = z
  .object({ username: z.string().nullable(), linkedAt: z.iso.datetime() })
  .meta({ id: "TelegramLink" });

export const telegramOff = reason("platform.telegram_off", {
  kind: "precondition",
  message:
    "There is no Telegram bot here. An operator sets TELEGRAM_BOT_TOKEN and TELEGRAM_BOT_NAME.",
});

export const telegramProcedures = {
  linkTelegram: mutation({
    summary: "A link that opens the bot and connects that chat with this account",
    description:
      "It works once and for ten minutes; a newer one ends it. Nothing is linked before the bot is started.",
    access: withAccount,
    fresh: true,
    idempotency: "none",
    sensitive: true,
    output: z
      .object({
        url: z.string().meta({ examples: ["https://t.me/mainstay_bot?start=…"] }),
        expiresAt: z.iso.datetime(),
      })
      .meta({ id: "TelegramInvitation" }),
    errors: [telegramOff],
  }),
  unlinkTelegram: mutation({
    summary: "Send nothing to my Telegram chat any more",
    access: withAccount,
    output: z.void(),
  }),
};
