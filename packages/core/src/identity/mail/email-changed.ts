import { note, paragraph, template } from "../../platform/index.ts";
import { Seen, seenExample } from "./seen.ts";

/** To the address that was left. */
export const emailChangedMail = template("identity.email_changed", {
  kind: "security",
  channels: ["email", "telegram", "push"],
  data: Seen,
  example: seenExample,
  en: (seen, say) => ({
    subject: "Your account has another address now",
    blocks: [
      paragraph(
        "Both addresses agreed, so your account has moved. You sign in with the new address; all sessions have ended.",
      ),
      say.origin(seen),
      note("If it was not you, write to support at once."),
    ],
  }),
  ru: (seen, say) => ({
    subject: "У вашей учётной записи новый адрес",
    blocks: [
      paragraph(
        "Оба адреса подтверждены, учётная запись перенесена. Входите с новым адресом; все сеансы закончены.",
      ),
      say.origin(seen),
      note("Если это были не вы, сразу напишите в поддержку."),
    ],
  }),
});
