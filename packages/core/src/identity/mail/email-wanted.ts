import { z } from "zod";
import { note, paragraph, template } from "../../platform/index.ts";

export const emailWantedMail = template("identity.email_wanted", {
  kind: "security",
  data: z.object({ at: z.iso.datetime() }),
  example: { at: "2026-05-04T12:00:00.000Z" },
  en: ({ at }, say) => ({
    subject: "Somebody wanted to use your address",
    blocks: [
      paragraph(
        `On ${say.time(at)} somebody wanted to move another account to this address. It has an account already, so nothing has changed.`,
      ),
      note("If it was you, close one of the two accounts first. If not, there is nothing to do."),
    ],
  }),
  ru: ({ at }, say) => ({
    subject: "Кто-то хотел занять ваш адрес",
    blocks: [
      paragraph(
        `${say.time(at)} на этот адрес хотели перенести другую учётную запись. С ним уже есть учётная запись, поэтому ничего не изменилось.`,
      ),
      note("Если это были вы, сначала закройте одну из двух. Если нет, делать ничего не нужно."),
    ],
  }),
});
