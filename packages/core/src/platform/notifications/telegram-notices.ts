import { z } from "zod";
import { note, paragraph } from "./mail-content.ts";
import { template } from "./template.ts";

/** What the bot says, and the mail that tells an account's owner of a chat. */
export const telegramLinkedNotice = template("platform.telegram_linked", {
  kind: "security",
  channels: ["email", "telegram"],
  data: z.object({ username: z.string().nullable(), at: z.iso.datetime() }),
  example: { username: "anna", at: "2026-05-04T12:00:00.000Z" },
  en: ({ username, at }, say) => ({
    subject: "A Telegram chat is linked to your account",
    blocks: [
      paragraph(
        `Since ${say.time(at)} notifications also come to a Telegram chat${username === null ? "" : ` of @${username}`}.`,
      ),
      note("If it was not you, unlink it, set a new password and write to support."),
    ],
  }),
  ru: ({ username, at }, say) => ({
    subject: "К вашей учётной записи привязан чат Telegram",
    blocks: [
      paragraph(
        `С ${say.time(at)} уведомления приходят и в чат Telegram${username === null ? "" : ` пользователя @${username}`}.`,
      ),
      note("Если это были не вы, отвяжите его, задайте новый пароль и напишите в поддержку."),
    ],
  }),
});

export const telegramUnlinkedNotice = template("platform.telegram_unlinked", {
  kind: "operations",
  channels: ["telegram"],
  data: z.object({}),
  example: {},
  en: () => ({
    subject: "This chat gets no more notifications",
    blocks: [paragraph("To link it again, open Telegram from the settings of your account.")],
  }),
  ru: () => ({
    subject: "В этот чат больше не приходят уведомления",
    blocks: [paragraph("Чтобы привязать его снова, откройте Telegram из настроек учётной записи.")],
  }),
});

export const telegramHelpNotice = template("platform.telegram_help", {
  kind: "operations",
  channels: ["telegram"],
  data: z.object({}),
  example: {},
  en: () => ({
    subject: "This bot only brings notifications",
    blocks: [
      paragraph(
        "To link this chat, open Telegram from the settings of your account: such a link works once, for ten minutes. /stop ends it.",
      ),
    ],
  }),
  ru: () => ({
    subject: "Этот бот только приносит уведомления",
    blocks: [
      paragraph(
        "Чтобы привязать этот чат, откройте Telegram из настроек учётной записи: ссылка действует один раз и десять минут. /stop отвязывает чат.",
      ),
    ],
  }),
});

export const platformTemplates = [
  telegramHelpNotice,
  telegramLinkedNotice,
  telegramUnlinkedNotice,
] as const;
