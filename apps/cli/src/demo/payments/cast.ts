import type { Env } from "@mainstay/runtime";
import { createMainstay, createSession, type Mainstay } from "@mainstay/sdk";
import { CommandError } from "../../command.ts";
import { demoKeys } from "../../seeds/keys.ts";
import { demoPassword, demoPeople } from "../../seeds/people.ts";

/** Many orders are more than a caller may ask of in a minute; then everybody waits their turn. */
const retryBudgetMs = 90_000;

type PersonRole = "admin" | "support" | "lead" | "trader";

/** Everybody who plays, each as they would call: people by their session, the shop by its key. */
export interface Cast extends Readonly<Record<PersonRole | "merchant", Mainstay>> {
  /** Money that comes in takes a second pair of eyes. */
  readonly secondAdmin: Mainstay;
  /** Whoever was sent to this address of the payment page. */
  payer(address: string): Mainstay;
}

export async function gatherCast(env: Env, url: string): Promise<Cast> {
  const merchantKey = demoKeys.find(({ scope }) => scope.kind === "merchant")?.key;
  const adminKey = env.STATIC_KEYS.find(({ roles }) => roles.includes("admin"))?.key;
  if (!adminKey) {
    throw new CommandError(
      "The demo needs an admin's key in STATIC_KEYS, to approve what the demo's admin records; leave it unset for the one of development.",
    );
  }
  const [admin, support, lead, trader] = await Promise.all([
    signIn(url, "admin"),
    signIn(url, "support"),
    signIn(url, "lead"),
    signIn(url, "trader"),
  ]);
  return {
    admin,
    support,
    lead,
    trader,
    merchant: createMainstay({ url, apiKey: merchantKey, retryBudgetMs }),
    secondAdmin: createMainstay({ url, apiKey: adminKey, retryBudgetMs }),
    payer(address) {
      const token = new URL(address).hash.slice(1);
      return createMainstay({ url, getToken: () => token, cookies: "omit", retryBudgetMs });
    },
  };
}

async function signIn(url: string, role: PersonRole): Promise<Mainstay> {
  const person = demoPeople.find((one) => one.role === role);
  if (!person) throw new Error(`there is no demo ${role}`);
  const { email, audience } = person;
  const session = createSession({ url });
  const said = await session.signIn({ email, password: demoPassword, audience }).catch(asCommand);
  if (said.kind === "second_factor" || said.limitedTo !== null) {
    throw new CommandError(
      `${email} is asked for a second factor or another password. The demo needs its people as \`pnpm mainstay seed\` makes them; delete .data to begin anew.`,
    );
  }
  return createMainstay({ url, session, retryBudgetMs });

  function asCommand(error: Error): never {
    throw new CommandError(
      `${email} cannot sign in: ${error.message} The demo needs its people as \`pnpm mainstay seed\` makes them.`,
      { cause: error },
    );
  }
}
