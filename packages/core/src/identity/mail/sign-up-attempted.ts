import { z } from "zod";
import { button, note, paragraph, template } from "../../platform/index.ts";

export const signUpAttemptedMail = template("identity.sign_up_attempted", {
  kind: "security",
  data: z.object({ at: z.iso.datetime() }),
  example: { at: "2026-05-04T12:00:00.000Z" },
  en: ({ at }, say) => ({
    subject: "You have an account already",
    blocks: [
      paragraph(`On ${say.time(at)} somebody signed up with this address.`),
      paragraph(
        "It has an account already, so nothing has changed. If it was you, sign in; if you do not know the password any more, set a new one.",
      ),
      button("Set a new password", say.link("/forgot-password")),
      note("If it was not you, there is nothing to do: nobody was told that you have an account."),
    ],
  }),
  ru: ({ at }, say) => ({
    subject: "У вас уже есть учётная запись",
    blocks: [
      paragraph(`${say.time(at)} кто-то регистрировался с этим адресом.`),
      paragraph(
        "С ним уже есть учётная запись, поэтому ничего не изменилось. Если это были вы, войдите; если не помните пароль, задайте новый.",
      ),
      button("Задать новый пароль", say.link("/forgot-password")),
      note("Если это были не вы, делать ничего не нужно: о вашей учётной записи никто не узнал."),
    ],
  }),
});
