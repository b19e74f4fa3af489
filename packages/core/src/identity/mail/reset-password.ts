import { z } from "zod";
import { button, note, paragraph, template } from "../../platform/index.ts";

export const resetPasswordMail = template("identity.reset_password", {
  kind: "security",
  data: z.object({ token: z.string(), expiresAt: z.iso.datetime() }),
  example: { token: "example", expiresAt: "2026-05-04T12:00:00.000Z" },
  en: ({ token, expiresAt }, say) => ({
    subject: "Set a new password",
    blocks: [
      paragraph("Somebody, probably you, asked for a new password for your account."),
      button("Set a new password", say.link("/reset-password", { token })),
      note(
        `The link works once, until ${say.time(expiresAt)}. If it was not you, do nothing: the old password stays.`,
      ),
    ],
  }),
  ru: ({ token, expiresAt }, say) => ({
    subject: "Задайте новый пароль",
    blocks: [
      paragraph("Кто-то, вероятно вы, запросил новый пароль для вашей учётной записи."),
      button("Задать новый пароль", say.link("/reset-password", { token })),
      note(
        `Ссылка сработает один раз, до ${say.time(expiresAt)}. Если это были не вы, ничего не делайте: старый пароль останется.`,
      ),
    ],
  }),
});
