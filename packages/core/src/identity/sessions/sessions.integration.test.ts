import { randomUUID } from "node:crypto";
import { auditRows, sessions, transaction } from "@mainstay/db";
import { call, testAccount, testApi, testDatabase, testKeys, testSession } from "@mainstay/testing";
import { describe, expect, it } from "vitest";
import { endSessions } from "./end-sessions.ts";

interface Shown {
  items: { id: string; current: boolean; signedInAs: boolean }[];
  nextCursor: string | null;
}

async function signedIn() {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const api = stack.use(await testApi(database));
  const anna = await testAccount(api.services, { audiences: ["customer"] });
  const boris = await testAccount(api.services, { audiences: ["customer"] });
  const open = (account = anna, realAccountId?: string) =>
    testSession(
      api.services,
      account,
      "customer",
      realAccountId === undefined ? {} : { realAccountId, lifeMs: 60_000 },
    );
  const list = async (as: string, input = {}) =>
    (await call(api.url, "identity.sessions.list", input, { as, by: "query" })).data as Shown;
  const revoke = (as: string, sessionId: string) =>
    call(api.url, "identity.sessions.revoke", { sessionId }, { as });
  return {
    database,
    api,
    anna,
    boris,
    open,
    list,
    revoke,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

describe("sessions", () => {
  it("are listed to their owner, newest first, page by page, those of nobody else", async () => {
    await using at = await signedIn();
    const opened = [await at.open(), await at.open(), await at.open()];
    await at.open(at.boris);
    await at.open(at.anna, at.boris.id);
    const as = opened[1]?.accessToken ?? "";

    const first = await at.list(as, { limit: 3 });
    const rest = await at.list(as, { limit: 3, cursor: first.nextCursor });

    const items = [...first.items, ...rest.items];
    expect(items.map(({ id }) => id).slice(1)).toEqual(
      opened.toReversed().map(({ sessionId }) => sessionId),
    );
    expect(items.map(({ signedInAs }) => signedInAs)).toEqual([true, false, false, false]);
    expect(items.filter(({ current }) => current)).toMatchObject([{ id: opened[1]?.sessionId }]);
    expect(rest.nextCursor).toBeNull();
  });

  it("that are over are not listed", async () => {
    await using at = await signedIn();
    const { accessToken } = await at.open();
    await at.open();
    await at.database.admin(
      "update sessions set ends_at = now() where public_id = (select max(public_id::text)::uuid from sessions)",
    );
    expect((await at.list(accessToken)).items).toHaveLength(1);
  });

  it("are ended one by one, and that stands in the audit", async () => {
    await using at = await signedIn();
    const [own, other] = [await at.open(), await at.open()];
    expect((await at.revoke(own.accessToken, other.sessionId)).status).toBe(200);
    expect((await at.list(own.accessToken)).items).toHaveLength(1);
    expect(await at.database.db.select().from(auditRows)).toMatchObject([
      { action: "identity.sessions.revoke", target: `session:${other.sessionId}`, outcome: "done" },
    ]);
  });

  it.each(["another's", "nobody's", "an ended one's"])(
    "are not ended by %s id, which is answered as missing",
    async (whose) => {
      await using at = await signedIn();
      const [own, theirs, ended] = [await at.open(), await at.open(at.boris), await at.open()];
      await at.revoke(own.accessToken, ended.sessionId);
      const ids: Record<string, string> = {
        "another's": theirs.sessionId,
        "an ended one's": ended.sessionId,
      };
      const { error } = await at.revoke(own.accessToken, ids[whose] ?? randomUUID());
      expect(error).toMatchObject({ reason: "identity.session_missing", kind: "not_found" });
      expect((await at.list(theirs.accessToken)).items).toHaveLength(1);
    },
  );

  it("but this one are ended together, also those in which support looks at the account", async () => {
    await using at = await signedIn();
    const own = await at.open();
    await at.open();
    await at.open(at.anna, at.boris.id);
    await at.open(at.boris);
    const { data } = await call(at.api.url, "identity.sessions.revokeOthers", undefined, {
      as: own.accessToken,
    });
    expect(data).toEqual({ ended: 2 });
    expect((await at.list(own.accessToken)).items).toHaveLength(1);
    expect(await at.database.db.select().from(sessions)).toHaveLength(2);
  });

  it("are for people, not for keys and not for nobody", async () => {
    await using at = await signedIn();
    for (const procedure of ["list", "revoke", "revokeOthers"]) {
      const input = procedure === "revoke" ? { sessionId: randomUUID() } : {};
      const path = `identity.sessions.${procedure}`;
      const asked = procedure === "revokeOthers" ? undefined : input;
      expect((await call(at.api.url, path, asked)).error?.reason).toBe("request.unauthenticated");
      const byKey = await call(at.api.url, path, asked, { as: testKeys.admin });
      expect(byKey.error?.reason).toBe("request.account_needed");
    }
  });

  it("of an account end with a change that says so, at once in this process", async () => {
    await using at = await signedIn();
    const { accessToken } = await at.open();
    const looking = await at.open(at.boris, at.anna.id);
    await at.list(accessToken);
    const ended = await transaction(at.api.services.db, (tx) => endSessions(tx, at.anna.id));
    expect(ended).toBe(2);
    for (const as of [accessToken, looking.accessToken]) {
      const answer = await call(at.api.url, "identity.sessions.list", {}, { as, by: "query" });
      expect(answer.error?.reason).toBe("request.unauthenticated");
    }
  });
});

describe("signing out", () => {
  it("ends this session alone, and is refused the second time", async () => {
    await using at = await signedIn();
    const [own, other] = [await at.open(), await at.open()];
    const out = () => call(at.api.url, "identity.auth.signOut", undefined, { as: own.accessToken });
    expect((await out()).status).toBe(200);
    expect((await out()).error?.reason).toBe("request.unauthenticated");
    expect((await at.list(other.accessToken)).items).toHaveLength(1);
  });
});
