import { z } from "zod";
import { note, paragraph, template } from "../../platform/index.ts";

export const signedInAsMail = template("identity.signed_in_as", {
  kind: "security",
  channels: ["email", "telegram", "push"],
  data: z.object({ at: z.iso.datetime(), until: z.iso.datetime() }),
  example: { at: "2026-05-04T12:00:00.000Z", until: "2026-05-04T12:30:00.000Z" },
  en: ({ at, until }, say) => ({
    subject: "Support is looking at your account",
    blocks: [
      paragraph(
        `Since ${say.time(at)} somebody of support sees your account as you see it, until ${say.time(until)} at most. Nothing can be changed that way.`,
      ),
      note(
        "It is written down who it is and why. You find it among your sessions, and can end it there.",
      ),
    ],
  }),
  ru: ({ at, until }, say) => ({
    subject: "Поддержка просматривает вашу учётную запись",
    blocks: [
      paragraph(
        `С ${say.time(at)} сотрудник поддержки видит вашу учётную запись так, как видите её вы, самое позднее до ${say.time(until)}. Изменить так ничего нельзя.`,
      ),
      note(
        "Кто это и зачем, записано. Этот сеанс есть в списке ваших сеансов, там его можно закончить.",
      ),
    ],
  }),
});
