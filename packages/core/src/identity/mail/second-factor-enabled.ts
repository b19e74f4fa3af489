import { button, note, paragraph, template } from "../../platform/index.ts";
import { Seen, seenExample } from "./seen.ts";

export const secondFactorEnabledMail = template("identity.second_factor_enabled", {
  kind: "security",
  channels: ["email", "telegram", "push"],
  data: Seen,
  example: seenExample,
  en: (seen, say) => ({
    subject: "Signing in now takes a second factor",
    blocks: [
      paragraph(
        "From now on, signing in to your account takes a code of your authenticator app besides the password. Keep the recovery codes where you would find them without your phone.",
      ),
      say.origin(seen),
      note("If it was not you, set a new password and write to support."),
      button("Set a new password", say.link("/forgot-password")),
    ],
  }),
  ru: (seen, say) => ({
    subject: "Для входа теперь нужен второй фактор",
    blocks: [
      paragraph(
        "Теперь для входа в вашу учётную запись кроме пароля нужен код из приложения-аутентификатора. Храните резервные коды там, где найдёте их без телефона.",
      ),
      say.origin(seen),
      note("Если это были не вы, задайте новый пароль и напишите в поддержку."),
      button("Задать новый пароль", say.link("/forgot-password")),
    ],
  }),
});
