import { z } from "zod";
import { button, note, paragraph, template } from "../../platform/index.ts";

export const verifyEmailMail = template("identity.verify_email", {
  kind: "security",
  data: z.object({ name: z.string(), token: z.string(), expiresAt: z.iso.datetime() }),
  example: { name: "Anna", token: "example", expiresAt: "2026-05-04T12:00:00.000Z" },
  en: ({ name, token, expiresAt }, say) => ({
    subject: "Confirm your e-mail address",
    blocks: [
      paragraph(`Hello ${name}, please confirm that this is your address.`),
      button("Confirm", say.link("/verify-email", { token })),
      note(
        `The link works once, until ${say.time(expiresAt)}. If you did not sign up, do nothing.`,
      ),
    ],
  }),
  ru: ({ name, token, expiresAt }, say) => ({
    subject: "Подтвердите адрес почты",
    blocks: [
      paragraph(`Здравствуйте, ${name}! Подтвердите, пожалуйста, что это ваш адрес.`),
      button("Подтвердить", say.link("/verify-email", { token })),
      note(
        `Ссылка сработает один раз, до ${say.time(expiresAt)}. Если вы не регистрировались, ничего не делайте.`,
      ),
    ],
  }),
});
