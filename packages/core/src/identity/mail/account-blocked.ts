import { z } from "zod";
import { note, paragraph, template } from "../../platform/index.ts";

export const accountBlockedMail = template("identity.account_blocked", {
  kind: "security",
  channels: ["email", "telegram", "push"],
  data: z.object({ at: z.iso.datetime() }),
  example: { at: "2026-05-04T12:00:00.000Z" },
  en: ({ at }, say) => ({
    subject: "Your account is blocked",
    blocks: [
      paragraph(`Your account was blocked on ${say.time(at)}. All its sessions have ended.`),
      note("Write to support to learn more."),
    ],
  }),
  ru: ({ at }, say) => ({
    subject: "Ваша учётная запись заблокирована",
    blocks: [
      paragraph(`Ваша учётная запись заблокирована: ${say.time(at)}. Все её сеансы закончены.`),
      note("Чтобы узнать больше, напишите в поддержку."),
    ],
  }),
});
