import type { DbOrTx } from "@mainstay/db";
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { notGivenOut } from "../../page.ts";
import type { Standing } from "./standing.ts";

export interface StatementRow {
  readonly id: string;
  readonly at: Date;
  readonly version: string | null;
  readonly change: bigint;
  readonly balanceAfter: bigint | null;
  readonly kind: string;
  readonly ref: string;
  readonly counterpart: string;
  readonly reverses: string | null;
}
export interface Wanted {
  readonly cursor?: string | null | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly limit: number;
  readonly order: "oldest first" | "newest first";
}
export interface StatementPage {
  readonly rows: readonly StatementRow[];
  readonly nextCursor: string | null;
}

/** An account with a floor has entries; of one without, it is read from the transfers themselves. */
export async function readStatement(
  db: DbOrTx,
  account: Standing,
  wanted: Wanted,
): Promise<StatementPage> {
  const { rows } = await db.execute<Row>(
    account.floor === null ? ofTransfers(account, wanted) : ofEntries(account, wanted),
  );
  const shown = rows.slice(0, wanted.limit).map(rowOf);
  const last = rows.length > wanted.limit ? shown.at(-1) : undefined;
  return { rows: shown, nextCursor: last ? cursorAfter(last) : null };
}

interface Row extends Record<string, unknown> {
  at: Date | string;
  version: string | null;
  change: string;
  balance_after: string | null;
  journal_id: string;
  leg: number;
  code: string;
  ref_kind: string;
  ref_id: string;
  reverses: string | null;
  counterpart: string;
}
const rowOf = (row: Row): StatementRow => ({
  id: `${row.journal_id}:${row.leg}`,
  at: new Date(row.at),
  version: row.version,
  change: BigInt(row.change),
  balanceAfter: row.balance_after === null ? null : BigInt(row.balance_after),
  kind: row.code,
  ref: `${row.ref_kind}:${row.ref_id}`,
  counterpart: row.counterpart,
  reverses: row.reverses,
});

/** No books are older, and times of the first years are none to Postgres. */
const oldest = Date.UTC(1970, 0, 1);
/** Just before a moment: all times are whole milliseconds. */
const before = (moment: string): string =>
  new Date(Math.max(Date.parse(moment), oldest) - 1).toISOString();

function ofEntries({ id }: Standing, { cursor, from, to, limit, order }: Wanted): SQL {
  const down = order === "newest first";
  const parts = [sql`e.account_id = ${id}`];
  if (cursor !== null && cursor !== undefined) {
    const version = z
      .string()
      .regex(/^\d{1,18}$/)
      .safeParse(cursor);
    if (!version.success) throw notGivenOut();
    parts.push(down ? sql`e.version < ${version.data}` : sql`e.version > ${version.data}`);
  }
  if (from !== undefined) parts.push(sql`e.version > ledger_version_at(${id}, ${before(from)})`);
  if (to !== undefined) parts.push(sql`e.version <= ledger_version_at(${id}, ${before(to)})`);
  return sql`
    select e.at, e.version, e.delta as change, e.balance_after, e.journal_id, e.leg,
           t.code, t.ref_kind, t.ref_id, t.reverses, o.owner_kind || '.' || o.purpose as counterpart
      from (select * from ledger_entries e where ${sql.join(parts, sql` and `)}
             order by e.version ${down ? sql`desc` : sql`asc`} limit ${limit + 1}) e
      join ledger_transfers t on t.journal_id = e.journal_id and t.leg = e.leg
      join ledger_accounts o on o.id = case t.debit_id when e.account_id then t.credit_id else t.debit_id end
     order by e.version ${down ? sql`desc` : sql`asc`}`;
}

const Position = z.tuple([z.iso.datetime(), z.uuid(), z.string().regex(/^\d{1,4}$/)]);

function ofTransfers({ id, side }: Standing, { cursor, from, to, limit, order }: Wanted): SQL {
  const down = order === "newest first";
  const parts = [sql`t.kind in ('posted', 'post')`];
  if (cursor !== null && cursor !== undefined) {
    const position = Position.safeParse(Buffer.from(cursor, "base64url").toString().split(" "));
    if (!position.success) throw notGivenOut();
    const [at, journalId, leg] = position.data;
    const there = sql`(${at}::timestamptz, ${journalId}::uuid, ${leg}::smallint)`;
    parts.push(
      down
        ? sql`(t.at, t.journal_id, t.leg) < ${there}`
        : sql`(t.at, t.journal_id, t.leg) > ${there}`,
    );
  }
  if (from !== undefined) parts.push(sql`t.at > ${before(from)}`);
  if (to !== undefined) parts.push(sql`t.at <= ${before(to)}`);
  const where = sql.join(parts, sql` and `);
  const by = down ? sql`desc` : sql`asc`;
  const half = (own: SQL, appends: SQL, other: SQL, sign: SQL) => sql`
    (select t.at, t.journal_id, t.leg, t.code, t.ref_kind, t.ref_id, t.reverses, ${other} as other, ${sign} * t.amount as change
       from ledger_transfers t where ${own} = ${id} and ${appends} and ${where}
      order by t.at ${by}, t.journal_id ${by}, t.leg ${by} limit ${limit + 1})`;
  const [debits, credits] = side === "debit" ? [sql`1`, sql`-1`] : [sql`-1`, sql`1`];
  return sql`
    select x.at, null as version, x.change, null as balance_after, x.journal_id, x.leg,
           x.code, x.ref_kind, x.ref_id, x.reverses, o.owner_kind || '.' || o.purpose as counterpart
      from (${half(sql`t.debit_id`, sql`t.debit_appends`, sql`t.credit_id`, debits)} union all
            ${half(sql`t.credit_id`, sql`t.credit_appends`, sql`t.debit_id`, credits)}) x
      join ledger_accounts o on o.id = x.other
     order by x.at ${by}, x.journal_id ${by}, x.leg ${by} limit ${limit + 1}`;
}

function cursorAfter({ id, at, version }: StatementRow): string {
  if (version !== null) return version;
  return Buffer.from([at.toISOString(), ...id.split(":")].join(" ")).toString("base64url");
}
