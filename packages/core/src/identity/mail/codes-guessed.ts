import { button, note, paragraph, template } from "../../platform/index.ts";
import { Seen, seenExample } from "./seen.ts";

export const codesGuessedMail = template("identity.codes_guessed", {
  kind: "security",
  channels: ["email", "telegram", "push"],
  data: Seen,
  example: seenExample,
  en: (seen, say) => ({
    subject: "Somebody knows your password",
    blocks: [
      paragraph(
        "Somebody entered your password and then several wrong codes. Nobody was let in: the second factor held.",
      ),
      say.origin(seen),
      note("If it was not you, set a new password now: the old one is known."),
      button("Set a new password", say.link("/forgot-password")),
    ],
  }),
  ru: (seen, say) => ({
    subject: "Кто-то знает ваш пароль",
    blocks: [
      paragraph(
        "Кто-то ввёл ваш пароль, а затем несколько неверных кодов. Войти не удалось: помог второй фактор.",
      ),
      say.origin(seen),
      note("Если это были не вы, сразу задайте новый пароль: старый уже известен."),
      button("Задать новый пароль", say.link("/forgot-password")),
    ],
  }),
});
