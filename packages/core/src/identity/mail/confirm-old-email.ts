import { z } from "zod";
import { button, note, paragraph, template } from "../../platform/index.ts";

export const confirmOldEmailMail = template("identity.confirm_old_email", {
  kind: "security",
  data: z.object({ token: z.string(), expiresAt: z.iso.datetime() }),
  example: { token: "example", expiresAt: "2026-05-04T12:00:00.000Z" },
  en: ({ token, expiresAt }, say) => ({
    subject: "Move your account to another address?",
    blocks: [
      paragraph(
        "Your account is to move to another e-mail address. Please agree here, and in the mail that the new address got.",
      ),
      button("Agree", say.link("/confirm-email", { token })),
      note(
        `The link works once, until ${say.time(expiresAt)}. If it was not you, do nothing but change your password: somebody knows it.`,
      ),
    ],
  }),
  ru: ({ token, expiresAt }, say) => ({
    subject: "Перенести учётную запись на другой адрес?",
    blocks: [
      paragraph(
        "Вашу учётную запись хотят перенести на другой адрес почты. Подтвердите это здесь и в письме, которое пришло на новый адрес.",
      ),
      button("Подтвердить", say.link("/confirm-email", { token })),
      note(
        `Ссылка сработает один раз, до ${say.time(expiresAt)}. Если это были не вы, не подтверждайте и смените пароль: кто-то его знает.`,
      ),
    ],
  }),
});
