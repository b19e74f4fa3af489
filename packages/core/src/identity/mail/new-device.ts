import { button, note, paragraph, template } from "../../platform/index.ts";
import { Seen, seenExample } from "./seen.ts";

export const newDeviceMail = template("identity.new_device", {
  kind: "security",
  channels: ["email", "telegram", "push"],
  data: Seen,
  example: seenExample,
  en: (seen, say) => ({
    subject: "Sign-in on a new device or from a new country",
    blocks: [
      paragraph(
        "Somebody signed in to your account on a device or in a country that is new to it.",
      ),
      say.origin(seen),
      note(
        "If it was you, there is nothing to do. If not, set a new password: it ends all sessions.",
      ),
      button("Set a new password", say.link("/forgot-password")),
    ],
  }),
  ru: (seen, say) => ({
    subject: "Вход с нового устройства или из новой страны",
    blocks: [
      paragraph("В вашу учётную запись вошли с нового устройства или из новой страны."),
      say.origin(seen),
      note(
        "Если это были вы, делать ничего не нужно. Если нет, задайте новый пароль: все сеансы закончатся.",
      ),
      button("Задать новый пароль", say.link("/forgot-password")),
    ],
  }),
});
