import {
  anyone,
  type Audience,
  audienceOf,
  contract,
  type GrantPlace,
  placesOf,
  type Procedure,
  type Role,
  roles,
  roleScopes,
  type Scope,
  scopeKinds,
  visitorOf,
  walk,
} from "@mainstay/contracts";
import type { Grant } from "@mainstay/core";
import {
  call,
  liftLimits,
  payInWorld,
  testAccount,
  testApi,
  type TestApi,
  testDatabase,
  testSession,
  type TestSession,
  testVisit,
} from "@mainstay/testing";
import { describe, expect, it } from "vitest";

const procedures = [...walk(contract)].filter(({ procedure }) => procedure.kind !== "subscription");

/** Every role, everywhere and within each kind of scope that it can be held in. */
const holders = roles.flatMap((role) =>
  roleScopes[role].map((within) => ({ role, within, name: `${role} ${within}` })),
);

/** No procedure knows this field, so whoever is let in hears of it, and nothing is done. */
const probe = { "~": 1 };
type Verdict = "let in" | "forbidden" | "unauthenticated";
const verdicts: Readonly<Record<string, Verdict>> = {
  "request.unknown_fields": "let in",
  "request.invalid": "let in",
  "request.forbidden": "forbidden",
  "request.account_needed": "forbidden",
  "request.unauthenticated": "unauthenticated",
};

async function verdictOn(api: TestApi, path: string, as?: string): Promise<string> {
  const { error } = await call(api.url, path, probe, as ? { as } : {});
  const reason = error?.reason ?? "answered";
  return verdicts[reason] ?? reason;
}

/** What the printed table says. */
function mayEnter({ access }: Procedure, role: Role, within: GrantPlace): boolean {
  return typeof access === "string" || placesOf(access, role).includes(within);
}

async function signedInAs(api: TestApi, grants: readonly Grant[], audience: Audience) {
  const account = await testAccount(api.services, { grants, audiences: [audience] });
  return { account, session: await testSession(api.services, account, audience) };
}

describe("the access table", () => {
  it.each(holders)("lets $name in exactly where it says", async ({ role, within }) => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    await liftLimits(database);
    const scope = within === "everywhere" ? null : { kind: within, id: crypto.randomUUID() };
    const { session } = await signedInAs(api, [{ role, scope }], audienceOf[role]);
    const expected: Record<string, Verdict> = {};
    const found: Record<string, string> = {};
    for (const { path, procedure } of procedures) {
      const open = mayEnter(procedure, role, within) ? "let in" : "forbidden";
      expected[path] = visitorOf(procedure.access) ? "unauthenticated" : open;
      found[path] = await verdictOn(api, path, session.accessToken);
    }
    expect(found).toEqual(expected);
  });
});

describe("a visitor's token", () => {
  it("opens what its kind of visitor may call, and what every visitor may", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    await liftLimits(database);
    const { token } = await testVisit(await payInWorld(api));
    const expected: Record<string, Verdict> = {};
    const found: Record<string, string> = {};
    for (const { path, procedure } of procedures) {
      const own = procedure.access === "payment_session" || procedure.visitors;
      expected[path] = own || procedure.access === anyone ? "let in" : "unauthenticated";
      found[path] = await verdictOn(api, path, token);
    }
    expect(found).toEqual(expected);
  });
});

describe("credentials", () => {
  it.each([
    "none",
    "unknown",
    "cut off",
    "run out",
    "of an ended session",
    "signed out",
    "blocked",
  ])("%s open nothing but what is open to anyone", async (kind) => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    await liftLimits(database);
    const { account, session } = await signedInAs(api, [{ role: "admin", scope: null }], "admin");
    const { id } = account;
    const spoil: Record<string, () => Promise<string | undefined>> = {
      none: async () => undefined,
      unknown: async () => "not-a-token",
      "cut off": async () => session.accessToken.slice(0, -2),
      "run out": () => signedTenMinutesAgo(api, id, session.sessionId),
      "of an ended session": async () => {
        await database.admin(`update sessions set ends_at = now() - interval '1 second'`);
        return session.accessToken;
      },
      "signed out": async () => {
        await call(api.url, "identity.auth.signOut", undefined, { as: session.accessToken });
        return session.accessToken;
      },
      blocked: async () => {
        await database.admin(`update accounts set status = 'blocked' where id = '${id}'`);
        return session.accessToken;
      },
    };
    const as = await spoil[kind]?.();
    const expected: Record<string, Verdict> = {};
    const found: Record<string, string> = {};
    for (const { path, procedure } of procedures) {
      const open = as === undefined && procedure.access === anyone;
      expected[path] = open ? "let in" : "unauthenticated";
      found[path] = await verdictOn(api, path, as);
    }
    expect(found).toEqual(expected);
  });
});

/** A token that was good, and whose session still is. */
async function signedTenMinutesAgo(
  { services }: TestApi,
  accountId: string,
  sessionId: string,
): Promise<string> {
  const claims = { accountId, sessionId, audience: "admin" } as const;
  return (await services.tokens.sign(services.db, claims, -1_000)).token;
}

/** Of each procedure whose permission can be held within a scope: an input that is about that scope. */
const within: Readonly<Record<string, (about: { scope: Scope; apiKeyId: string }) => unknown>> = {
  "identity.apiKeys.create": ({ scope }) => ({
    scope,
    name: "Shop",
    permissions: ["identity.api_keys.read"],
  }),
  "identity.apiKeys.list": ({ scope }) => ({ scope }),
  "identity.apiKeys.revoke": ({ apiKeyId }) => ({ apiKeyId }),
  "identity.apiKeys.rotate": ({ apiKeyId }) => ({ apiKeyId }),
};
// What payments' procedures are about has to be made first: each group's own tests ask for somebody else's.
const scoped = procedures.filter(
  ({ path, procedure: { access } }) =>
    typeof access !== "string" && access.scopes.length > 0 && !path.startsWith("payments."),
);

describe("scopes", () => {
  it("have an input here for every procedure that can be held within one", () => {
    expect(Object.keys(within).toSorted()).toEqual(scoped.map(({ path }) => path).toSorted());
  });

  it.each(
    holders.flatMap(({ role, within: kind }) => (kind === "everywhere" ? [] : [{ role, kind }])),
  )("a $role of one $kind reaches it and no other", async ({ role, kind }) => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    await liftLimits(database);
    const audience = audienceOf[role];
    const own: Scope = { kind, id: crypto.randomUUID() };
    const { session } = await signedInAs(api, [{ role, scope: own }], audience);
    const nobody = await signedInAs(api, [], audience);
    const otherKind = scopeKinds.find((one) => one !== kind) ?? kind;
    for (const { path, procedure } of scoped) {
      const ask = async (scope: Scope, { accessToken: as }: TestSession): Promise<string> => {
        const { error } = await call(api.url, path, await inputOf(api, path, scope), { as });
        if (!error) return "answered";
        return /^(forbidden|not_found)$/.test(error.kind) ? "refused" : error.reason;
      };
      expect({
        path,
        own: await ask(own, session),
        foreign: await ask({ kind, id: crypto.randomUUID() }, session),
        ofAnotherKind: await ask({ kind: otherKind, id: own.id }, session),
        byNobody: await ask(own, nobody.session),
      }).toEqual({
        path,
        own: mayEnter(procedure, role, kind) ? "answered" : "refused",
        foreign: "refused",
        ofAnotherKind: "refused",
        byNobody: "refused",
      });
    }
  });
});

async function inputOf(api: TestApi, path: string, scope: Scope): Promise<unknown> {
  const { session } = await signedInAs(api, [{ role: "admin", scope: null }], "admin");
  const made = await call(
    api.url,
    "identity.apiKeys.create",
    { scope, name: "Shop", permissions: ["identity.api_keys.read"] },
    { as: session.accessToken },
  );
  const { apiKey } = made.data as { apiKey: { id: string } };
  return within[path]?.({ scope, apiKeyId: apiKey.id });
}
