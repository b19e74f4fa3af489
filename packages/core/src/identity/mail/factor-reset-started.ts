import { z } from "zod";
import { button, note, paragraph, template } from "../../platform/index.ts";

export const factorResetStartedMail = template("identity.factor_reset_started", {
  kind: "security",
  data: z.object({ token: z.string(), effectiveAt: z.iso.datetime() }),
  example: { token: "example", effectiveAt: "2026-05-05T12:00:00.000Z" },
  en: ({ token, effectiveAt }, say) => ({
    subject: "Your second factor is going to be removed",
    blocks: [
      paragraph(
        `Support was asked to remove the second factor of your account. It happens on ${say.time(effectiveAt)}; then the password is enough to sign in.`,
      ),
      paragraph("If you did not ask for it, keep it:"),
      button("Keep the second factor", say.link("/cancel-factor-reset", { token })),
      note("If you did ask for it, there is nothing to do but wait."),
    ],
  }),
  ru: ({ token, effectiveAt }, say) => ({
    subject: "Ваш второй фактор будет отключён",
    blocks: [
      paragraph(
        `Поддержку попросили отключить второй фактор вашей учётной записи. Это произойдёт ${say.time(effectiveAt)}; после этого для входа хватит пароля.`,
      ),
      paragraph("Если вы об этом не просили, оставьте его:"),
      button("Оставить второй фактор", say.link("/cancel-factor-reset", { token })),
      note("Если просили, остаётся только подождать."),
    ],
  }),
});
