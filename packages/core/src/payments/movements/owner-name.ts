import type { MovementOwner } from "@mainstay/contracts";
import { type DbOrTx, merchants, teams, traders } from "@mainstay/db";
import { eq } from "drizzle-orm";

const tables = { merchant: merchants, trader: traders, team: teams } as const;

/** Undefined where there is none. */
export async function ownerName(
  db: DbOrTx,
  { kind, id }: MovementOwner,
): Promise<string | undefined> {
  const table = tables[kind];
  const [found] = await db.select({ name: table.name }).from(table).where(eq(table.id, id));
  return found?.name;
}
