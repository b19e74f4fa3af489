import { Email, Locale, PersonName } from "@mainstay/contracts";
import { makeAdmin } from "@mainstay/core/identity/accounts/make-admin";
import { breakFactor } from "@mainstay/core/identity/second-factor/break-factor";
import { hashPassword } from "@mainstay/core/identity/passwords/hash-password";
import { unfitRules } from "@mainstay/core/identity/passwords/password-rules";
import { z } from "zod";
import { type Command, CommandError, type Given, print } from "../command.ts";
import { asOperator } from "../operator.ts";

type Verb = (given: Given) => Promise<void>;

const verbs: Readonly<Record<string, Verb>> = {
  async create({ values }) {
    const email = valid("email", Email, values["email"]);
    const name = valid("name", PersonName, values["name"]);
    const locale = valid("locale", Locale, values["locale"] ?? "en");
    const grant = values["grant"] === true;
    const password = values["password-stdin"] === true ? await passwordFromInput(email) : null;
    const passwordHash = password === null ? null : await hashPassword(password);
    await asOperator(async ({ env, change }) => {
      const made = await change("identity.accounts.create", makeAdmin, {
        email,
        name,
        locale,
        passwordHash,
        grant,
      });
      print(`${made.accountId} is an administrator.`);
      if (made.token === null) return;
      print(
        "",
        "Set the password within a day; the link works once, and is shown to nobody else:",
        `${env.APP_URL}/accept-invitation#token=${made.token}`,
        "",
        "Without a frontend: send the token and a password to identity.password.reset.",
      );
    });
  },

  async "reset-factor"({ values }) {
    const email = valid("email", Email, values["email"]);
    const reason = valid("reason", Reason, values["reason"]);
    await asOperator(async ({ change }) => {
      const action = "identity.second_factor.break_glass";
      const accountId = await change(action, breakFactor, { email, reason });
      print(
        `The second factor of ${accountId} is gone and its sessions have ended.`,
        "Its owner and every other administrator are being mailed.",
      );
    });
  },
};

const Reason = z.string().trim().min(10).max(500);

export const admin: Command = {
  usage: [
    ["create --email <address> --name <name>", "Make an administrator, the first one too"],
    ["reset-factor --email <address> --reason <text>", "Take a second factor away at once"],
  ],
  options: {
    email: { type: "string", about: "The address to sign in with" },
    name: { type: "string", about: "What people call them" },
    locale: { type: "string", about: "ru or en; en if not said" },
    "password-stdin": { type: "boolean", about: "Take the password from the first line of input" },
    grant: { type: "boolean", about: "Make an account that is there already an administrator" },
    reason: { type: "string", about: "Why, for the audit and the other administrators" },
  },
  notes: ["It is written to the audit as system:cli."],
  async run(given) {
    const [verb = ""] = given.positionals;
    const found = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
    if (!found)
      throw new CommandError("Say admin create or admin reset-factor; --help shows with what.");
    await found(given);
    return 0;
  },
};

interface Checked<T> {
  safeParse(value: unknown): { success: boolean; data?: T };
}
function valid<T>(option: string, schema: Checked<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data as T;
  throw new CommandError(
    value === undefined ? `--${option} is missing.` : `--${option} is not one.`,
  );
}

/** Never from an argument: those are seen by everybody on the machine, and kept by the shell. */
async function passwordFromInput(email: string): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  const [password = ""] = Buffer.concat(chunks).toString("utf8").split(/\r?\n/, 1);
  const failed = await unfitRules({ password, email, earlier: [] });
  if (failed.length > 0) throw new CommandError(`The password does not fit: ${failed.join(", ")}.`);
  return password;
}
