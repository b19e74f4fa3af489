import { z } from "zod";
import { note, paragraph, template } from "../../platform/index.ts";

export const accountClosedMail = template("identity.account_closed", {
  kind: "security",
  data: z.object({ at: z.iso.datetime() }),
  example: { at: "2026-05-04T12:00:00.000Z" },
  en: ({ at }, say) => ({
    subject: "Your account is closed",
    blocks: [
      paragraph(
        `Your account was closed on ${say.time(at)}, and what was personal in it is erased. This is the last mail about it.`,
      ),
      note("You can sign up with this address anew."),
    ],
  }),
  ru: ({ at }, say) => ({
    subject: "Ваша учётная запись закрыта",
    blocks: [
      paragraph(
        `Ваша учётная запись закрыта ${say.time(at)}, личные данные в ней стёрты. Это последнее письмо о ней.`,
      ),
      note("С этим адресом можно зарегистрироваться заново."),
    ],
  }),
});
