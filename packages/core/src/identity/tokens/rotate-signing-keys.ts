import { signingKeyDays } from "@mainstay/contracts";
import { signingKeys, wakeAfterCommit } from "@mainstay/db";
import { inArray } from "drizzle-orm";
import type { JobCtx } from "../../job-context.ts";
import { addSigningKey, lockSigningKeys, readRows, signingKeysTopic } from "./signing-keys.ts";

const dayMs = 86_400_000;
/** Published this long before it signs, so that whoever keeps our keys knows it by then. */
const publishedMs = dayMs;
/** Longer than any token lives that it signed, and than any clock is wrong. */
const outlivesMs = dayMs;

/** Makes the next key in time, and deletes those that nothing valid is signed by any more. */
export async function rotateSigningKeys(ctx: JobCtx): Promise<void> {
  const days = await ctx.settings.get(signingKeyDays);
  await ctx.once(async (tx) => {
    await lockSigningKeys(tx);
    const now = ctx.clock.now();
    const keys = await readRows(tx);
    const newest = keys.at(-1);
    // Without any, the first token makes the first key.
    if (!newest) return;
    const due = newest.signsFrom.getTime() + days * dayMs;
    if (due - publishedMs <= now.getTime()) {
      const signsFrom = new Date(Math.max(due, now.getTime() + publishedMs));
      await addSigningKey(tx, { sealer: ctx.sealer, now, signsFrom });
    }
    const served = keys.filter((_, index) => {
      const next = keys[index + 1];
      return next && next.signsFrom.getTime() + outlivesMs <= now.getTime();
    });
    if (served.length === 0) return;
    const kids = served.map(({ kid }) => kid);
    await tx.delete(signingKeys).where(inArray(signingKeys.kid, kids));
    wakeAfterCommit(tx, signingKeysTopic);
    ctx.log.info({ kids }, "signing keys that have served were deleted");
  });
}
