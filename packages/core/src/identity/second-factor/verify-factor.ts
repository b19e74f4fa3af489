import { type DbOrTx, recoveryCodes, totpFactors, type Tx } from "@mainstay/db";
import { and, eq, isNotNull, isNull } from "drizzle-orm";
import type { Sealer } from "../../ports.ts";
import { stepOf, totpPurpose } from "./authenticator.ts";
import { readRecoveryCode, recoveryHash } from "./recovery-codes.ts";

interface Shown {
  readonly accountId: string;
  readonly code: string;
  readonly now: Date;
  readonly sealer: Sealer;
}

/** Takes a code of an authenticator or a recovery code, each once, also of many calls at once. */
export async function verifyFactor(tx: Tx, shown: Shown): Promise<"totp" | "recovery" | null> {
  if (await takeTotpCode(tx, shown, "confirmed")) return "totp";
  return (await takeRecoveryCode(tx, shown)) ? "recovery" : null;
}

/** Neither the step of the last code that was taken nor an earlier one is taken again. */
export async function takeTotpCode(
  tx: Tx,
  { accountId, code, now, sealer }: Shown,
  factor: "confirmed" | "enrolling",
): Promise<boolean> {
  const digits = code.replace(/\s/g, "");
  if (!/^\d{6}$/.test(digits)) return false;
  const wanted = and(
    eq(totpFactors.accountId, accountId),
    factor === "confirmed" ? isNotNull(totpFactors.confirmedAt) : isNull(totpFactors.confirmedAt),
  );
  // Calls with the same code meet here, and each sees what the one before has taken.
  const [held] = await tx.select().from(totpFactors).where(wanted).for("update");
  if (!held) return false;
  const step = stepOf(sealer.open(totpPurpose, held.sealedSecret), digits, now);
  if (step === null || step <= held.lastStep) return false;
  await tx.update(totpFactors).set({ lastStep: step }).where(wanted);
  return true;
}

/** They count only beside a factor. */
async function takeRecoveryCode(tx: Tx, { accountId, code, now, sealer }: Shown): Promise<boolean> {
  const typed = readRecoveryCode(code);
  if (typed === null || !(await hasFactor(tx, accountId))) return false;
  const taken = await tx
    .update(recoveryCodes)
    .set({ usedAt: now })
    .where(
      and(
        eq(recoveryCodes.accountId, accountId),
        eq(recoveryCodes.hash, recoveryHash(sealer, accountId, typed)),
        isNull(recoveryCodes.usedAt),
      ),
    )
    .returning({ accountId: recoveryCodes.accountId });
  return taken.length > 0;
}

export async function hasFactor(db: DbOrTx, accountId: string): Promise<boolean> {
  const [factor] = await db
    .select({ accountId: totpFactors.accountId })
    .from(totpFactors)
    .where(and(eq(totpFactors.accountId, accountId), isNotNull(totpFactors.confirmedAt)));
  return factor !== undefined;
}
