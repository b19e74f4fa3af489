import { type DbOrTx, paymentMethods } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { Sealer } from "../../ports.ts";
import { hashNumber, type NumberKind } from "./number.ts";

/**
 * Every fingerprint that a number may be kept by, the one it is kept by from now on first. The first release
 * told a number by its method's name rather than its kind. What it kept is looked up by that as well and never
 * told anew: the black list has no number to do it from.
 */
export async function hashesOfNumber(
  { db, sealer }: { readonly db: DbOrTx; readonly sealer: Sealer },
  kind: NumberKind,
  number: string,
): Promise<[Buffer, ...Buffer[]]> {
  // Also of methods that are no longer active: what was kept of them is still there.
  const methods = await db
    .select({ code: paymentMethods.code })
    .from(paymentMethods)
    .where(eq(paymentMethods.kind, kind));
  const before = methods.map(({ code }) => sealer.fingerprint(`requisite:${code}:${number}`));
  return [hashNumber(sealer, kind, number), ...before];
}
