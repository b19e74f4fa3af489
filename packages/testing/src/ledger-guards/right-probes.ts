import assert from "node:assert/strict";
import pg from "pg";
import { type Books, type Probe, refused } from "./books.ts";
import { type LedgerTable, ledgerTables } from "./samples.ts";

const tried = ["select", "insert", "update", "delete", "truncate"] as const;
const asked = ["references", "trigger", "maintain"] as const;
/** All that one can be let do with a table. */
const tableRights = [...tried, ...asked];
type Right = (typeof tableRights)[number];

/** What the application may do by itself; all else is done by functions with their owner's rights. */
const granted: Record<LedgerTable, readonly Right[]> = {
  ledger_accounts: ["select"],
  ledger_tails: ["select"],
  ledger_transfers: ["select"],
  ledger_entries: ["select"],
  ledger_hold_expiries: ["select"],
  ledger_adjustments: ["select", "insert", "update"],
  ledger_reconciliations: ["select", "insert", "delete"],
};
const withheld = (table: LedgerTable): Right[] =>
  tableRights.filter((right) => !granted[table].includes(right));

export const rightsRule = (table: LedgerTable): string =>
  `the application does with ${table} what it is for`;

/** Every right on a ledger's table, in the order in which it is given to the application or kept from it. */
export const ledgerRights = ledgerTables.flatMap((table) => [
  ...granted[table].map((right) => ({ table, right, given: true })),
  ...withheld(table).map((right) => ({ table, right, given: false })),
]);

const attempts: Record<(typeof tried)[number], (table: LedgerTable) => string> = {
  select: (table) => `select from ${table} where false`,
  insert: (table) => `insert into ${table} select * from ${table} where false`,
  update: (table) => `update ${table} set ${firstColumn[table]} = default where false`,
  delete: (table) => `delete from ${table} where false`,
  truncate: (table) => `truncate ${table}`,
};
const firstColumn: Record<LedgerTable, string> = {
  ledger_accounts: "version",
  ledger_tails: "debits_posted",
  ledger_transfers: "amount",
  ledger_entries: "delta",
  ledger_hold_expiries: "expires_at",
  ledger_adjustments: "state",
  ledger_reconciliations: "clean",
};

const rightProbe =
  (table: LedgerTable): Probe =>
  async ({ db }) => {
    for (const right of tried) {
      const attempt = db.$client.query(attempts[right](table));
      const told = granted[table].includes(right) ? "done" : "42501";
      await refused(told, attempt, `${right} on ${table}`);
    }
    for (const right of asked) {
      const { rows } = await db.$client.query<{ has: boolean }>(
        "select has_table_privilege($1, $2) as has",
        [table, right],
      );
      assert.deepEqual(rows, [{ has: false }], `${right} on ${table}`);
    }
  };

export const rightProbes = {
  ...Object.fromEntries(ledgerTables.map((table) => [rightsRule(table), rightProbe(table)])),
  "the application notes that it told of a finding, and changes nothing else of it": async ({
    db,
  }) => {
    const updates = ["told_at", "finished_at", "clean", "findings"].map((column) => [
      column,
      `update ledger_reconciliations set ${column} = default where false`,
    ]);
    for (const [column = "", update = ""] of updates)
      await refused(column === "told_at" ? "done" : "42501", db.$client.query(update), column);
  },
  "the ledger's functions are called by the application and nobody else": async (books) => {
    assert.deepEqual(await functionsOf(books, "grantee"), [
      ["ledger_fold", ["mainstay_app", "mainstay_owner"]],
      ["ledger_post", ["mainstay_app", "mainstay_owner"]],
      ["ledger_post_plain", ["mainstay_app", "mainstay_owner"]],
      ["ledger_version_at", ["mainstay_app", "mainstay_owner"]],
    ]);
  },
  "what writes the ledger has its owner's rights, what reads it its caller's": async (books) => {
    assert.deepEqual(await functionsOf(books, "definer"), [
      ["ledger_fold", ["true"]],
      ["ledger_post", ["true"]],
      ["ledger_post_plain", ["true"]],
      ["ledger_version_at", ["false"]],
    ]);
  },
  // A type of the caller's own would be found before Postgres's, and its checks run with the owner's rights.
  "nobody's own types have a say in what the ledger does": async ({ database }) => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      await client.query("create table pg_temp.seen (by text)");
      await client.query("grant all on pg_temp.seen to public");
      await client.query(
        "create function pg_temp.seen() returns boolean language sql as $$ insert into pg_temp.seen values (current_user); select true $$",
      );
      for (const type of ["text", "uuid", "timestamptz"])
        await client.query(
          `create domain pg_temp."${type}" as pg_catalog.${type} check (pg_temp.seen())`,
        );
      await client.query("select * from public.ledger_fold(1)");
      await client.query(
        "select * from public.ledger_post('[]', array[gen_random_uuid(), gen_random_uuid()], array[gen_random_uuid()], array['a'], array['a'], array['a'], null, null, array[1], array['posted']::public.ledger_transfer_kind[], array[1], array[2], array[1], null)",
      );
      await client.query(
        "select public.ledger_post_plain(array[gen_random_uuid(), gen_random_uuid()], gen_random_uuid(), 'a', 'a', 'a', array[1], array[2], array[1])",
      );
      const { rows } = await client.query("select * from pg_temp.seen");
      assert.deepEqual(rows, []);
    } finally {
      await client.end();
    }
  },
  "the ledger's functions look for names where they say": async (books) => {
    assert.deepEqual(await functionsOf(books, "path"), [
      ["ledger_fold", ["search_path=pg_catalog, pg_temp"]],
      ["ledger_post", ["search_path=pg_catalog, pg_temp"]],
      ["ledger_post_plain", ["search_path=pg_catalog, pg_temp"]],
      ["ledger_version_at", ["search_path=pg_catalog, pg_temp"]],
    ]);
  },
  "no function that posts reads a table from one end to the other": async (books) => {
    assert.deepEqual(await functionsOf(books, "keyed"), [
      ["ledger_fold", []],
      ["ledger_post", ["enable_seqscan=off"]],
      ["ledger_post_plain", ["enable_seqscan=off"]],
      ["ledger_version_at", []],
    ]);
  },
} satisfies Record<string, Probe>;

const sought = {
  grantee: `select array_agg(case a.grantee when 0 then 'PUBLIC' else a.grantee::regrole::text end order by a.grantee::regrole::text)
              from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a`,
  definer: "array[p.prosecdef::text]",
  path: "array(select c from unnest(p.proconfig) c where c like 'search_path%')",
  keyed: "array(select c from unnest(p.proconfig) c where c like 'enable_seqscan%')",
};

async function functionsOf(
  { db }: Books,
  what: keyof typeof sought,
): Promise<[name: string, found: string[]][]> {
  const { rows } = await db.$client.query<{ name: string; found: string[] }>(
    `select p.proname::text as name, (${sought[what]})::text[] as found from pg_proc p
      where p.proname like 'ledger\\_%' and p.pronamespace = 'public'::regnamespace order by 1`,
  );
  return rows.map(({ name, found }) => [name, found]);
}
