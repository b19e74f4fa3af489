import type { Permission } from "@mainstay/contracts";
import { orderProofs, payIns, type payOuts } from "@mainstay/db";
import { eq, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Actor } from "../../actor.ts";
import { oneSpelling } from "../proofs/add-proof.ts";

/**
 * What one text can be of an order, each found by an index. Who may see the order is asked besides; but nobody
 * finds one by what they are not shown of it: payers' ids are the merchant's, bank references support's to search. `more` selects further ids.
 */
export function searched(
  actor: Actor,
  table: typeof payIns | typeof payOuts,
  permission: Permission,
  text: string,
  more: readonly SQL[] = [],
): SQL {
  const scopes = actor.scopesOf(permission);
  const found = [...more, sql`select o.id from ${table} o where o.reference = ${text}`];
  if (z.uuid().safeParse(text).success) found.push(sql`select ${text}::uuid`);
  if (table === payIns) {
    const own = scopes === "everywhere" ? [] : scopes.filter(({ kind }) => kind === "merchant");
    const payer = sql`select o.id from ${payIns} o where o.payer_id = ${text}`;
    if (scopes === "everywhere") found.push(payer);
    for (const { id } of own) found.push(sql`${payer} and o.merchant_id = ${id}`);
  }
  if (scopes === "everywhere")
    found.push(
      sql`select ${orderProofs.orderId} from ${orderProofs} where ${eq(orderProofs.bankReference, oneSpelling(text))}`,
    );
  return sql`${table.id} in (${sql.join(found, sql` union all `)})`;
}
