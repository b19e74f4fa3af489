import { z } from "zod";
import { button, note, paragraph, template } from "../../platform/index.ts";
import { Seen, seenExample } from "./seen.ts";

export const accountLockedMail = template("identity.account_locked", {
  kind: "security",
  data: Seen.extend({ token: z.string(), until: z.iso.datetime() }),
  example: { ...seenExample, token: "example", until: "2026-05-04T12:15:00.000Z" },
  en: ({ token, until, ...seen }, say) => ({
    subject: "Too many failed sign-ins",
    blocks: [
      paragraph(
        `There were too many wrong passwords for your account. Until ${say.time(until)} nobody can sign in to it, except on devices where you have signed in before.`,
      ),
      say.origin(seen),
      paragraph("If it was you, you can go on at once:"),
      button("End the lock", say.link("/unlock", { token })),
      note("If it was not you, nothing has happened: the password was not found out."),
    ],
  }),
  ru: ({ token, until, ...seen }, say) => ({
    subject: "Слишком много неудачных попыток входа",
    blocks: [
      paragraph(
        `Для вашей учётной записи слишком много раз ввели неверный пароль. До ${say.time(until)} войти можно только с устройств, на которых вы уже входили.`,
      ),
      say.origin(seen),
      paragraph("Если это были вы, можно продолжить сразу:"),
      button("Снять блокировку", say.link("/unlock", { token })),
      note("Если это были не вы, ничего не случилось: пароль не подобрали."),
    ],
  }),
});
