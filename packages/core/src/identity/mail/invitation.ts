import { z } from "zod";
import { button, note, paragraph, template } from "../../platform/index.ts";

export const invitationMail = template("identity.invitation", {
  kind: "security",
  data: z.object({ name: z.string(), token: z.string(), expiresAt: z.iso.datetime() }),
  example: { name: "Anna", token: "example", expiresAt: "2026-05-04T12:00:00.000Z" },
  en: ({ name, token, expiresAt }, say) => ({
    subject: "You are invited",
    blocks: [
      paragraph(`Hello ${name}, an account was made for you. Set a password to use it.`),
      button("Set a password", say.link("/accept-invitation", { token })),
      note(
        `The link works once, until ${say.time(expiresAt)}. Later, ask for a new password at the sign-in page.`,
      ),
    ],
  }),
  ru: ({ name, token, expiresAt }, say) => ({
    subject: "Вас пригласили",
    blocks: [
      paragraph(
        `Здравствуйте, ${name}! Для вас создана учётная запись. Задайте пароль, чтобы ею пользоваться.`,
      ),
      button("Задать пароль", say.link("/accept-invitation", { token })),
      note(
        `Ссылка сработает один раз, до ${say.time(expiresAt)}. Позже запросите новый пароль на странице входа.`,
      ),
    ],
  }),
});
