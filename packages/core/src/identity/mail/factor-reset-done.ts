import { z } from "zod";
import { button, paragraph, template } from "../../platform/index.ts";

export const factorResetDoneMail = template("identity.factor_reset_done", {
  kind: "security",
  channels: ["email", "telegram", "push"],
  data: z.object({}),
  example: {},
  en: (_, say) => ({
    subject: "Your second factor was removed",
    blocks: [
      paragraph(
        "The second factor of your account was removed by support, as announced. All sessions have ended, and no device is trusted. Sign in with the password and set a second factor up again.",
      ),
      button("Sign in", say.link("/sign-in")),
    ],
  }),
  ru: (_, say) => ({
    subject: "Ваш второй фактор отключён",
    blocks: [
      paragraph(
        "Поддержка отключила второй фактор вашей учётной записи, как было объявлено. Все сеансы закончены, доверенных устройств больше нет. Войдите с паролем и настройте второй фактор снова.",
      ),
      button("Войти", say.link("/sign-in")),
    ],
  }),
});
