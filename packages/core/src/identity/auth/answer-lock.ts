import type { answerLock as answerLockJob, Payload } from "@mainstay/contracts";
import { accounts } from "@mainstay/db";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { JobCtx } from "../../job-context.ts";
import type { Sealer } from "../../ports.ts";
import { notifyAccount } from "../accounts/notify-account.ts";
import { accountLockedMail } from "../mail/account-locked.ts";
import { Seen } from "../mail/seen.ts";
import { mailToken } from "./mailed-token.ts";

const purpose = "lock";
const Lock = z.object({
  email: z.string(),
  /** What the guesses are counted under. */
  key: z.string(),
  until: z.iso.datetime(),
  seen: Seen,
});

export const sealLock = (sealer: Sealer, lock: z.input<typeof Lock>): string =>
  sealer.seal(purpose, JSON.stringify(lock));

export async function answerLock(
  ctx: JobCtx,
  { sealed }: Payload<typeof answerLockJob>,
): Promise<void> {
  const { email, key, until, seen } = Lock.parse(JSON.parse(ctx.sealer.open(purpose, sealed)));
  await ctx.once(async (tx) => {
    const now = ctx.clock.now();
    const [account] = await tx
      .select({ id: accounts.id })
      .from(accounts)
      .where(and(eq(accounts.email, email), eq(accounts.status, "active")));
    const lifeMs = Date.parse(until) - now.getTime();
    if (!account || lifeMs <= 0) return;
    const accountId = account.id;
    const token = await mailToken(tx, { purpose: "unlock", accountId, subject: key, lifeMs, now });
    await notifyAccount({ db: tx, sealer: ctx.sealer }, accountId, accountLockedMail, {
      ...seen,
      token,
      until,
    });
  });
}
