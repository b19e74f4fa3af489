import { button, note, paragraph, template } from "../../platform/index.ts";
import { Seen, seenExample } from "./seen.ts";

export const secondFactorDisabledMail = template("identity.second_factor_disabled", {
  kind: "security",
  channels: ["email", "telegram", "push"],
  data: Seen,
  example: seenExample,
  en: (seen, say) => ({
    subject: "The second factor was turned off",
    blocks: [
      paragraph("Signing in to your account takes only the password now. No device is trusted."),
      say.origin(seen),
      note("If it was not you, set a new password at once: it ends all sessions."),
      button("Set a new password", say.link("/forgot-password")),
    ],
  }),
  ru: (seen, say) => ({
    subject: "Второй фактор отключён",
    blocks: [
      paragraph(
        "Теперь для входа в вашу учётную запись достаточно пароля. Доверенных устройств больше нет.",
      ),
      say.origin(seen),
      note("Если это были не вы, сразу задайте новый пароль: все сеансы закончатся."),
      button("Задать новый пароль", say.link("/forgot-password")),
    ],
  }),
});
