import { AssertionError } from "node:assert";
import { testDatabase } from "@mainstay/testing";
import {
  attributeMutations,
  type Books,
  catalogMutations,
  columnRule,
  functionMutations,
  functionRules,
  guardsOf,
  ledgerRights,
  ledgerTables,
  mutated,
  openBooks,
  plainIndexes,
  probes,
  rightsOf,
  rightsRule,
  tableRules,
  triggerMutations,
} from "@mainstay/testing/ledger-guards";
import { describe, expect, it } from "vitest";

/** Any other error is a fault of the probe or the mutation, and ends the test. */
async function holds(rule: string, books: Books): Promise<boolean> {
  const probe = probes[rule];
  if (!probe) throw new Error(`There is no probe whether ${rule}.`);
  try {
    await probe(books);
    return true;
  } catch (error) {
    if (error instanceof AssertionError) return false;
    throw error;
  }
}

describe("the ledger as it is", () => {
  it.each([
    ["tables", tableRules],
    ["functions", functionRules],
  ])("keeps every rule of its %s", async (_of, rules) => {
    await using database = await testDatabase();
    const books = await openBooks(database);
    for (const [rule, probe] of Object.entries(rules)) {
      // For its message, which says what was found instead.
      await expect(probe(books).then(() => rule)).resolves.toBe(rule);
    }
  });

  it("has no guard without a mutation, and no mutation without a guard", async () => {
    await using database = await testDatabase();
    const guards = await guardsOf(database.db);
    const named = (...kinds: string[]) =>
      guards
        .filter(({ kind }) => kinds.includes(kind))
        .map(({ name }) => name)
        .toSorted();
    expect(named("constraint", "unique index")).toEqual(Object.keys(catalogMutations).toSorted());
    expect(named("trigger")).toEqual([...new Set(triggerMutations.map(({ of }) => of))].toSorted());
    expect(named("plain index")).toEqual(plainIndexes.toSorted());
    expect([...new Set(guards.map(({ table }) => table))].toSorted()).toEqual(
      ledgerTables.toSorted(),
    );
    const columns = guards
      .filter(({ kind }) => kind === "not null")
      .map(({ table, column }) => columnRule(table, column ?? ""));
    expect(columns.filter((rule) => !probes[rule])).toEqual([]);
  });

  it("has given no right that is not known", async () => {
    await using database = await testDatabase();
    const known = ledgerRights
      .filter(({ given }) => given)
      .map(({ table, right }) => `mainstay_app ${right} on ${table}`);
    expect(await rightsOf(database.db)).toEqual(
      [
        ...known,
        "mainstay_app update on ledger_reconciliations.told_at",
        ...["fold", "post", "post_plain", "version_at"].map(
          (name) => `mainstay_app execute on ledger_${name}`,
        ),
      ].toSorted(),
    );
  });
});

/** Each is tried where the rule holds, and must break it. */
describe("a rule is seen to break without", () => {
  it("each constraint and each unique index", async () => {
    await using database = await testDatabase();
    const books = await openBooks(database);
    for (const [name, { statement, fails }] of Object.entries(catalogMutations)) {
      expect({ with: name, holds: await holds(fails, books) }).toEqual({ with: name, holds: true });
      await database.admin(statement);
      expect({ name, holds: await holds(fails, books) }).toEqual({ name, holds: false });
    }
  });

  it.each(ledgerTables)("each column of %s that must not be empty", async (table) => {
    await using database = await testDatabase();
    const books = await openBooks(database);
    const guards = (await guardsOf(database.db)).filter((guard) => guard.table === table);
    // A column of a key must be there for the key's sake, too.
    for (const { name } of guards.filter((guard) => /_(pk|pkey)$/.test(guard.name)))
      await database.admin(`alter table ${table} drop constraint ${name}`);
    for (const { name, column } of guards.filter(({ kind }) => kind === "not null")) {
      const rule = columnRule(table, column ?? "");
      expect({ with: name, holds: await holds(rule, books) }).toEqual({ with: name, holds: true });
      await database.admin(`alter table ${table} drop constraint ${name}`);
      expect({ name, holds: await holds(rule, books) }).toEqual({ name, holds: false });
    }
  });

  it.each([...Map.groupBy(triggerMutations, ({ of }) => of)])(
    "%s, each of its events and each of its conditions",
    async (name, mutations) => {
      await using database = await testDatabase();
      const books = await openBooks(database);
      const guard = (await guardsOf(database.db)).find((one) => one.name === name);
      const definition = guard?.definition ?? "";
      const drop = `drop trigger ${name} on ${guard?.table ?? ""};`;
      for (const { fails, ...mutation } of mutations) {
        expect({ mutation, holds: await holds(fails, books) }).toEqual({ mutation, holds: true });
        await database.admin(`${drop} ${mutated(definition, mutation)}`);
        expect({ mutation, holds: await holds(fails, books) }).toEqual({ mutation, holds: false });
        await database.admin(`${drop} ${definition}`);
      }
      await database.admin(drop);
      for (const { fails } of mutations) expect(await holds(fails, books)).toBe(false);
    },
  );

  it.each(ledgerTables)("any right on %s that is there, or with one that is not", async (table) => {
    await using database = await testDatabase();
    const books = await openBooks(database);
    const rule = rightsRule(table);
    for (const { right, given } of ledgerRights.filter((one) => one.table === table)) {
      const give = `grant ${right} on ${table} to`;
      const take = `revoke ${right} on ${table} from`;
      for (const role of given ? ["mainstay_app"] : ["mainstay_app", "public"]) {
        await database.admin(`${given ? take : give} ${role}`);
        expect({ right, role, holds: await holds(rule, books) }).toMatchObject({ holds: false });
        await database.admin(`${given ? give : take} ${role}`);
      }
    }
    expect(await holds(rule, books)).toBe(true);
  });

  it("what its functions and columns are declared with", async () => {
    await using database = await testDatabase();
    const books = await openBooks(database);
    for (const { statement, undo, fails } of attributeMutations) {
      await database.admin(statement);
      expect({ statement, holds: await holds(fails, books) }).toEqual({ statement, holds: false });
      await database.admin(undo);
      expect({ undo, holds: await holds(fails, books) }).toEqual({ undo, holds: true });
    }
  });

  it.each([...Map.groupBy(functionMutations, ({ fails }) => fails)])(
    "what a function does so that %s",
    async (rule, mutations) => {
      await using stack = new AsyncDisposableStack();
      const open = async () => openBooks(stack.use(await testDatabase()));
      const sound = async (books: Books) =>
        (await holds("money moves", books)) && (await holds(rule, books));
      let books = await open();
      for (const { fails: _fails, ...mutation } of mutations) {
        // The one before may have left books that will never be clean again.
        if (!(await sound(books))) books = await open();
        expect({ mutation, sound: await sound(books) }).toEqual({ mutation, sound: true });
        const definition = await definitionOf(mutation.of, books);
        await books.database.admin(mutated(definition, mutation));
        const works = await holds("money moves between accounts that are there", books);
        expect({ mutation, works }).toEqual({ mutation, works: true });
        expect({ mutation, holds: await holds(rule, books) }).toEqual({ mutation, holds: false });
        await books.database.admin(definition);
      }
    },
  );
});

async function definitionOf(name: string, { db }: Books): Promise<string> {
  const { rows } = await db.$client.query<{ definition: string }>(
    "select pg_get_functiondef($1::regproc) as definition",
    [name],
  );
  return rows[0]?.definition ?? "";
}
