import { type DbOrTx, paymentSessions } from "@mainstay/db";
import { eq } from "drizzle-orm";
import { Actor } from "../../actor.ts";
import { hashToken } from "../../identity/index.ts";

/** After its end a payer can still look what became of the payment. */
const lookMs = 7 * 86_400_000;

/** Null where there is no such session, or it ended long ago. */
export async function loadPaymentVisitor(
  db: DbOrTx,
  by: { readonly token: string } | { readonly id: string },
  now: Date,
): Promise<Actor | null> {
  const [row] = await db
    .select({ id: paymentSessions.id, expiresAt: paymentSessions.expiresAt })
    .from(paymentSessions)
    .where(
      "token" in by
        ? eq(paymentSessions.tokenHash, hashToken(by.token))
        : eq(paymentSessions.id, by.id),
    );
  if (!row || row.expiresAt.getTime() + lookMs <= now.getTime()) return null;
  return new Actor({
    name: `payment_session:${row.id}`,
    visitor: { kind: "payment_session", id: row.id },
  });
}
