import { z } from "zod";
import { button, note, paragraph, template } from "../../platform/index.ts";

export const confirmNewEmailMail = template("identity.confirm_new_email", {
  kind: "security",
  data: z.object({ token: z.string(), expiresAt: z.iso.datetime() }),
  example: { token: "example", expiresAt: "2026-05-04T12:00:00.000Z" },
  en: ({ token, expiresAt }, say) => ({
    subject: "Confirm your new e-mail address",
    blocks: [
      paragraph(
        "An account is to move to this address. Please confirm that it is yours; the old address got a mail, too.",
      ),
      button("Confirm", say.link("/confirm-email", { token })),
      note(`The link works once, until ${say.time(expiresAt)}. If it was not you, do nothing.`),
    ],
  }),
  ru: ({ token, expiresAt }, say) => ({
    subject: "Подтвердите новый адрес почты",
    blocks: [
      paragraph(
        "На этот адрес хотят перенести учётную запись. Подтвердите, что он ваш; письмо пришло и на старый адрес.",
      ),
      button("Подтвердить", say.link("/confirm-email", { token })),
      note(
        `Ссылка сработает один раз, до ${say.time(expiresAt)}. Если это были не вы, ничего не делайте.`,
      ),
    ],
  }),
});
