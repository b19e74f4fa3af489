import { button, note, paragraph, template } from "../../platform/index.ts";
import { Seen, seenExample } from "./seen.ts";

export const passwordChangedMail = template("identity.password_changed", {
  kind: "security",
  channels: ["email", "telegram", "push"],
  data: Seen,
  example: seenExample,
  en: (seen, say) => ({
    subject: "Your password was changed",
    blocks: [
      paragraph("Your password was changed, and other sessions and trusted devices have ended."),
      say.origin(seen),
      note("If it was not you, set a new password at once and write to support."),
      button("Set a new password", say.link("/forgot-password")),
    ],
  }),
  ru: (seen, say) => ({
    subject: "Ваш пароль изменён",
    blocks: [
      paragraph("Ваш пароль изменён, другие сеансы и доверенные устройства отключены."),
      say.origin(seen),
      note("Если это были не вы, сразу задайте новый пароль и напишите в поддержку."),
      button("Задать новый пароль", say.link("/forgot-password")),
    ],
  }),
});
