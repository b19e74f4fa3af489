import { z } from "zod";
import { button, facts, note, paragraph, template } from "../../platform/index.ts";

/** To its owner. */
export const factorRemovedMail = template("identity.factor_removed", {
  kind: "security",
  channels: ["email", "telegram", "push"],
  data: z.object({ at: z.iso.datetime() }),
  example: { at: "2026-05-04T12:00:00.000Z" },
  en: ({ at }, say) => ({
    subject: "Your second factor was removed",
    blocks: [
      paragraph(
        `On ${say.time(at)} an operator of the server removed the second factor of your account. All sessions have ended, and no device is trusted. Sign in with the password and set a second factor up again.`,
      ),
      button("Sign in", say.link("/sign-in")),
      note("If you did not ask for it, write to support at once."),
    ],
  }),
  ru: ({ at }, say) => ({
    subject: "Ваш второй фактор отключён",
    blocks: [
      paragraph(
        `${say.time(at)} оператор сервера отключил второй фактор вашей учётной записи. Все сеансы закончены, доверенных устройств больше нет. Войдите с паролем и настройте второй фактор снова.`,
      ),
      button("Войти", say.link("/sign-in")),
      note("Если вы об этом не просили, сразу напишите в поддержку."),
    ],
  }),
});

/** To every administrator: whoever has a shell could otherwise do it unseen. */
export const factorRemovedOfMail = template("identity.factor_removed_of", {
  kind: "security",
  channels: ["email", "telegram", "push"],
  data: z.object({ at: z.iso.datetime(), email: z.string(), reason: z.string() }),
  example: {
    at: "2026-05-04T12:00:00.000Z",
    email: "anna@example.com",
    reason: "Lost her phone; called back on the number on file",
  },
  en: ({ at, email, reason }, say) => ({
    subject: "An operator removed somebody's second factor",
    blocks: [
      paragraph("It was done on the server's command line, at once and past all waiting time."),
      facts([
        { label: "Account", value: email },
        { label: "Time", value: say.time(at) },
        { label: "Reason", value: reason },
      ]),
      note("If nobody you know did this, somebody else has a shell on your server."),
    ],
  }),
  ru: ({ at, email, reason }, say) => ({
    subject: "Оператор отключил чей-то второй фактор",
    blocks: [
      paragraph("Это сделано из командной строки сервера: сразу, без времени на отмену."),
      facts([
        { label: "Учётная запись", value: email },
        { label: "Время", value: say.time(at) },
        { label: "Причина", value: reason },
      ]),
      note("Если никто из ваших этого не делал, доступ к серверу есть у кого-то ещё."),
    ],
  }),
});
