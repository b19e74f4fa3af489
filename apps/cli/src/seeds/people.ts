import {
  audienceOf,
  type Role,
  roles,
  roleScopes,
  secondFactorAudiences,
} from "@mainstay/contracts";
import { createAccount } from "@mainstay/core/identity/accounts/create-account";
import { hashPassword } from "@mainstay/core/identity/passwords/hash-password";
import { updateSetting } from "@mainstay/core/platform/settings/update-setting";
import type { Grant } from "@mainstay/core";
import type { Seed } from "./seed.ts";

/** One for all of them: nobody is to take them for real. */
export const demoPassword = "development-only-1";
const domain = "example.test";

/** What the scoped ones hold their roles within: the same in every installation. */
export const demoScopes = {
  merchant: "00000000-0000-7000-8000-00000000000a",
  trader: "00000000-0000-7000-8000-00000000000b",
  team: "00000000-0000-7000-8000-00000000000c",
  branch: "00000000-0000-7000-8000-00000000000d",
} as const;

const scopeOf = (role: Role): Grant["scope"] => {
  const [first] = roleScopes[role];
  return first === undefined || first === "everywhere"
    ? null
    : { kind: first, id: demoScopes[first] };
};

/** Somebody in every role, to sign in as. */
export const demoPeople = roles.map((role) => ({
  role,
  email: `${role.replace("_", "-")}@${domain}`,
  audience: audienceOf[role],
  scope: scopeOf(role),
}));

/** In development alone; no second factor is asked for there, so that a first sign-in takes one call. */
export const people: Seed = {
  name: "people",
  async run({ env, ctx, change }) {
    if (env.MODE !== "development") return null;
    const there = await ctx.db.$client.query<{ email: string }>(
      "select email from accounts where email like $1",
      [`%@${domain}`],
    );
    const known = new Set(there.rows.map(({ email }) => email));
    const missing = demoPeople.filter(({ email }) => !known.has(email));
    if (missing.length === 0) return null;
    const passwordHash = await hashPassword(demoPassword);
    for (const { email, role, scope } of missing) {
      const make = async (inner: Parameters<typeof createAccount>[0]): Promise<void> => {
        await createAccount(inner, {
          email,
          name: nameOf(role),
          locale: "en",
          timeZone: "UTC",
          grants: [{ role, scope }],
          passwordHash,
          by: "system:seed",
        });
      };
      await change("identity.accounts.create", make, undefined, { target: `seed:${role}` });
    }
    // Only where nobody has been before: whoever turns it on keeps it.
    if (known.size === 0) {
      const off = { key: secondFactorAudiences.setting, value: [] };
      await change("platform.settings.update", updateSetting, off);
    }
    return `${missing.length} people, password ${demoPassword}`;
  },
};

const nameOf = (role: Role): string =>
  `Demo ${role.replace("_", " ").replace(/^./, (first) => first.toUpperCase())}`;
