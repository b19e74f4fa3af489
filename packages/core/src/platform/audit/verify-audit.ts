import type { Db } from "@mainstay/db";
import { sql } from "drizzle-orm";
import {
  addRow,
  type AuditHead,
  beforeAll,
  beginSeal,
  headOf,
  readSealable,
  readSeals,
  type Seal,
} from "./audit-chain.ts";

export type AuditVerdict =
  | {
      readonly unchanged: true;
      readonly rows: number;
      readonly seals: number;
      readonly head: AuditHead | null;
      /** Committed, and not sealed yet. */
      readonly unsealed: number;
    }
  | {
      readonly unchanged: false;
      /** The positions that the problem lies within; null where a hash is asked for that no seal has. */
      readonly range: { readonly first: number; readonly last: number } | null;
      readonly problem: string;
    };

/**
 * Reads all seals and rows again, page by page, and stops at the first seal that does not fit. With
 * `expected`, a hash that was kept elsewhere must be in the chain: without one, a chain that was rewritten
 * as a whole, or cut off at its end, looks like any other.
 */
export async function verifyAudit(db: Db, expected?: string): Promise<AuditVerdict> {
  let previous: Seal | null = null;
  let rows = 0;
  let seals = 0;
  let seen = false;
  for (;;) {
    const page: Seal[] = await readSeals(db, previous?.lastPosition ?? beforeAll);
    for (const seal of page) {
      const problem = await problemOf(db, seal, previous);
      if (problem !== null) {
        const first = (previous?.lastPosition ?? 0) + 1;
        return { unchanged: false, range: { first, last: seal.lastPosition }, problem };
      }
      rows += seal.rows;
      seals += 1;
      seen ||= headOf(seal).hash === expected;
      previous = seal;
    }
    if (page.length > 0) continue;
    const tail = await readTail(db, previous?.lastPosition ?? 0);
    // Sealed by the worker meanwhile: there is more to read.
    if (tail.newestSeal > (previous?.lastPosition ?? 0)) continue;
    const numbered = tail.lastStamped - (previous?.lastPosition ?? 0);
    if (numbered !== tail.stamped) {
      return {
        unchanged: false,
        range: { first: (previous?.lastPosition ?? 0) + 1, last: tail.lastStamped },
        problem: `${tail.stamped} rows stand where ${numbered} positions were given out and no seal is`,
      };
    }
    if (expected !== undefined && !seen) {
      const problem = `none of the ${seals} seals has the expected hash ${expected}`;
      return { unchanged: false, range: null, problem };
    }
    const head = previous ? headOf(previous) : null;
    return { unchanged: true, rows, seals, head, unsealed: tail.stamped + tail.waiting };
  }
}

async function problemOf(db: Db, seal: Seal, previous: Seal | null): Promise<string | null> {
  const follows = previous
    ? seal.previousHash?.equals(previous.hash) === true
    : seal.previousHash === null;
  if (!follows) return "the seal does not follow the one before it";
  const after = previous?.lastPosition ?? beforeAll;
  const hash = beginSeal(seal);
  let found = 0;
  for (let at = after, more = true; more;) {
    const page = await readSealable(db, at, seal.lastPosition);
    for (const row of page) addRow(hash, row);
    found += page.length;
    more = page.length > 0;
    at = page.at(-1)?.position ?? at;
  }
  if (found !== seal.rows) return `${found} rows stand where ${seal.rows} were sealed`;
  const positions = seal.lastPosition - (previous?.lastPosition ?? 0);
  if (found !== positions)
    return `${found} rows were sealed where ${positions} positions were given out`;
  return hash.digest().equals(seal.hash) ? null : "a row or the seal itself was changed";
}

interface Tail {
  readonly newestSeal: number;
  readonly lastStamped: number;
  readonly stamped: number;
  readonly waiting: number;
}

/** What lies behind the last seal: one statement, so that all of it is of one moment. */
async function readTail(db: Db, after: number): Promise<Tail> {
  const { rows } = await db.execute<Record<keyof Tail, string>>(sql`
    select
      (select coalesce(max(last_position), 0) from audit_seals) as "newestSeal",
      (select coalesce(max(last_position), 0) from feeds where feed = 'audit_rows') as "lastStamped",
      (select count(*) from audit_rows where position > ${after}) as stamped,
      (select count(*) from audit_rows where position is null) as waiting`);
  const [row] = rows;
  return {
    newestSeal: Number(row?.newestSeal),
    lastStamped: Number(row?.lastStamped),
    stamped: Number(row?.stamped),
    waiting: Number(row?.waiting),
  };
}
