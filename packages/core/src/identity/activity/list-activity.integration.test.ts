import { randomUUID } from "node:crypto";
import { auditRows } from "@mainstay/db";
import { call, testAccount, testApi, testDatabase, testSession } from "@mainstay/testing";
import { expect, it } from "vitest";

interface Page {
  items: { action: string; target: string | null; outcome: string; ip: string | null }[];
  nextCursor: string | null;
}

async function withDeeds() {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const api = stack.use(await testApi(database));
  const anna = await testAccount(api.services, { audiences: ["customer"] });
  const { accessToken: as } = await testSession(api.services, anna, "customer");
  const own = `account:${anna.id}`;
  const other = `account:${randomUUID()}`;
  const deed = (action: string, more: Partial<typeof auditRows.$inferInsert> = {}) => ({
    at: new Date(),
    actor: own,
    action,
    changes: {},
    outcome: "done",
    ip: "203.0.113.7",
    requestId: "r",
    ...more,
  });
  await database.db
    .insert(auditRows)
    .values([
      deed("test.first"),
      deed("test.refused", { outcome: "test.reason", target: "order:1" }),
      deed("test.of_other", { actor: other }),
      deed("test.as_her", { realActor: other }),
      deed("identity.accounts.block", { actor: other, target: own }),
      deed("identity.accounts.signInAs", { actor: other, target: own, ip: "203.0.113.9" }),
      deed("test.last"),
    ]);
  const list = async (input = {}) =>
    (await call(api.url, "identity.activity.list", input, { as, by: "query" })).data as Page;
  return { api, list, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

it("shows what somebody did, and that support looked at the account, not from where", async () => {
  await using at = await withDeeds();
  const { items, nextCursor } = await at.list();
  expect(nextCursor).toBeNull();
  expect(items.map(({ action, ip }) => [action, ip])).toEqual([
    ["test.last", "203.0.113.7"],
    ["identity.accounts.signInAs", null],
    ["test.refused", "203.0.113.7"],
    ["test.first", "203.0.113.7"],
  ]);
  expect(items[2]).toMatchObject({ target: "order:1", outcome: "test.reason" });
});

it("goes on page by page, over both kinds in one order", async () => {
  await using at = await withDeeds();
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Page = await at.list({ limit: 1, cursor });
    seen.push(...page.items.map(({ action }) => action));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(seen).toEqual(["test.last", "identity.accounts.signInAs", "test.refused", "test.first"]);
});

it("is asked by somebody with an account", async () => {
  await using at = await withDeeds();
  const { error } = await call(at.api.url, "identity.activity.list", {}, { by: "query" });
  expect(error).toMatchObject({ kind: "unauthenticated" });
});
