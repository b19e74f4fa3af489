import { Role } from "@mainstay/contracts";
import { z } from "zod";
import { note, paragraph, template } from "../../platform/index.ts";

const Held = z.object({ role: Role, within: z.string().nullable() });
const example = { role: "merchant", within: "merchant 0198a1b2" } as const;
const nameOf = ({ role, within }: z.output<typeof Held>): string =>
  within === null ? role : `${role} (${within})`;

export const roleGrantedMail = template("identity.role_granted", {
  kind: "security",
  channels: ["email", "telegram", "push"],
  data: Held,
  example,
  en: (held) => ({
    subject: "Your account has a new role",
    blocks: [
      paragraph(`An administrator gave your account the role ${nameOf(held)}.`),
      note("Sign in again to use it."),
    ],
  }),
  ru: (held) => ({
    subject: "У вашей учётной записи новая роль",
    blocks: [
      paragraph(`Администратор дал вашей учётной записи роль ${nameOf(held)}.`),
      note("Чтобы ею пользоваться, войдите снова."),
    ],
  }),
});

export const roleRevokedMail = template("identity.role_revoked", {
  kind: "security",
  channels: ["email", "telegram", "push"],
  data: Held,
  example,
  en: (held) => ({
    subject: "A role of your account has ended",
    blocks: [
      paragraph(`An administrator took the role ${nameOf(held)} away from your account.`),
      note("If you did not expect it, ask your administrator."),
    ],
  }),
  ru: (held) => ({
    subject: "Роль вашей учётной записи снята",
    blocks: [
      paragraph(`Администратор снял с вашей учётной записи роль ${nameOf(held)}.`),
      note("Если вы этого не ждали, спросите администратора."),
    ],
  }),
});
