import { type AccountRef, type AccountSide } from "@mainstay/contracts";
import type { DbOrTx } from "@mainstay/db";
import { type SQL, sql } from "drizzle-orm";
import { accountId } from "./account-id.ts";

/** An account and what stands on it, in the currency's smallest unit, as its owner sees it. */
export interface Standing {
  readonly id: string;
  readonly ownerKind: string;
  readonly ownerId: string;
  readonly purpose: string;
  readonly currency: string;
  readonly side: AccountSide;
  readonly floor: bigint | null;
  readonly openedAt: Date;
  readonly balance: bigint;
  /** Set aside to go out. */
  readonly held: bigint;
  readonly available: bigint;
}

interface Row extends Record<string, unknown> {
  id: string;
  owner_kind: string;
  owner_id: string;
  purpose: string;
  currency: string;
  normal_side: AccountSide;
  floor: string | null;
  opened_at: Date | string;
  balance: string;
  held: string;
}

/** Of one snapshot: the row, and of an account without a floor what came since it was folded. */
export async function readStandings(db: DbOrTx, where: SQL, limit: number): Promise<Standing[]> {
  const { rows } = await db.execute<Row>(sql`
    select a.id, a.owner_kind, a.owner_id, a.purpose, a.currency, a.normal_side, a.floor, a.opened_at,
           case a.normal_side when 'credit' then n.cp - n.dp else n.dp - n.cp end as balance,
           case a.normal_side when 'credit' then n.dw else n.cw end as held
      from ledger_accounts a
      left join lateral (
        select sum(t.debits_posted) dp, sum(t.credits_posted) cp, sum(t.debits_pending) dw, sum(t.credits_pending) cw
          from ledger_tails t where a.floor is null and t.account_id = a.id) t on true
      cross join lateral (
        select a.debits_posted + coalesce(t.dp, 0) dp, a.credits_posted + coalesce(t.cp, 0) cp,
               a.debits_pending + coalesce(t.dw, 0) dw, a.credits_pending + coalesce(t.cw, 0) cw) n
     where ${where} order by a.id limit ${limit}`);
  return rows.map((row) => {
    const balance = BigInt(row.balance);
    const held = BigInt(row.held);
    return {
      id: row.id,
      ownerKind: row.owner_kind,
      ownerId: row.owner_id,
      purpose: row.purpose,
      currency: row.currency,
      side: row.normal_side,
      floor: row.floor === null ? null : BigInt(row.floor),
      openedAt: new Date(row.opened_at),
      balance,
      held,
      available: balance - held,
    };
  });
}

export async function standingOf(db: DbOrTx, id: string): Promise<Standing | undefined> {
  const [standing] = await readStandings(db, sql`a.id = ${id}`, 1);
  return standing;
}

/** What stands on an account; nothing on one that was never used. */
export async function balanceOf(
  db: DbOrTx,
  ref: AccountRef,
): Promise<Pick<Standing, "balance" | "held" | "available">> {
  const standing = await standingOf(db, accountId(ref));
  if (!standing) return { balance: 0n, held: 0n, available: 0n };
  const { balance, held, available } = standing;
  return { balance, held, available };
}
