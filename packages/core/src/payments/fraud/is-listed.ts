import { type DbOrTx, fraudEntries } from "@mainstay/db";
import { and, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import type { Subject } from "./subject-of.ts";

/** Neither lifted nor over, by the database's time, which all processes share. */
export const counting: SQL<boolean> = sql`(${fraudEntries.liftedAt} is null and coalesce(${fraudEntries.until} > now(), true))`;

export async function isListed(
  tx: DbOrTx,
  kind: Subject["kind"],
  hashes: Subject["hashes"],
): Promise<boolean> {
  const [found] = await tx
    .select({ id: fraudEntries.id })
    .from(fraudEntries)
    .where(
      and(
        eq(fraudEntries.kind, kind),
        inArray(fraudEntries.hash, [...hashes]),
        // Said beside `counting` for the index, which holds those alone.
        isNull(fraudEntries.liftedAt),
        counting,
      ),
    );
  return found !== undefined;
}
