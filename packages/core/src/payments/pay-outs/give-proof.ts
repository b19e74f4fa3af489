import {
  fileMissing,
  type payments,
  payOutProofMinutes,
  proofFile,
  proofShownBefore,
} from "@mainstay/contracts";
import { fraudFlags, orderProofs, type Tx } from "@mainstay/db";
import { and, eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { attachFile, findOwn } from "../../platform/index.ts";
import { inMinutes, now } from "../orders/moments.ts";
import { oneSpelling } from "../proofs/add-proof.ts";
import type { ProofRow } from "../proofs/proof-view.ts";
import { raiseFlags } from "../proofs/raise-flags.ts";
import { changePayOut, requirePossible } from "./change-pay-out.ts";
import type { PayOutRow } from "./pay-out-row.ts";
import { requireOwnOffer } from "./pay-out-scope.ts";
import { payOutView } from "./pay-out-view.ts";

/**
 * The same bytes or bank reference at another order raises a flag at both; support then looks at this one. What
 * somebody else showed for this order before it was offered to this trader is as good as another order's.
 */
export const giveProof: UseCase<typeof payments.payOuts.giveProof> = async (
  ctx,
  { orderId, fileId, bankReference },
) => {
  const { owner } = ctx.actor;
  const row = await requireOwnOffer(ctx, orderId);
  const file = await findOwn(ctx.db, { fileId, owner });
  const same = await shownAs(ctx.db, orderId, file?.sha256 ?? null);
  const own = same && !isBefore(same, row);
  if (own && row.state === "proof_uploaded") return payOutView(ctx, row);
  requirePossible(ctx, row, "give_proof");
  if (!file) return ctx.fail(fileMissing({ fileId }));
  if (same) {
    await ctx.db
      .insert(fraudFlags)
      .values({ orderId, rule: "proof_repeated", about: orderId, at: now })
      .onConflictDoNothing();
    // The flag stays, so that no timer pays for whatever is shown instead.
    return ctx.refuse(proofShownBefore({ orderId }));
  }
  await attachFile(ctx, { fileId, owner, purpose: proofFile, to: `pay_out:${orderId}` });
  if (file.sha256 === null) throw new Error(`the file ${fileId} is ready without a hash`);
  const [proof] = await ctx.db
    .insert(orderProofs)
    .values({
      orderId,
      fileId,
      sha256: file.sha256,
      bankReference: oneSpelling(bankReference),
      by: owner,
      // The database's, as that of its acceptance is.
      at: now,
    })
    .returning();
  if (!proof) throw new Error(`the proof ${fileId} was not written`);
  await raiseFlags(ctx.db, proof, row.acceptedAt);
  ctx.audit({
    target: `pay_out:${orderId}`,
    changes: { fileId, bankReference: proof.bankReference },
  });
  const changed = await changePayOut(ctx, ctx.db, row, {
    event: "give_proof",
    by: ctx.actor.name,
    set: { provedAt: now, deadline: inMinutes(await ctx.settings.get(payOutProofMinutes)) },
  });
  return payOutView(ctx, changed);
};

/** What was shown for this order with the same bytes. */
async function shownAs(
  tx: Tx,
  orderId: string,
  sha256: Buffer | null,
): Promise<ProofRow | undefined> {
  if (sha256 === null) return undefined;
  const [same] = await tx
    .select()
    .from(orderProofs)
    .where(and(eq(orderProofs.orderId, orderId), eq(orderProofs.sha256, sha256)));
  return same;
}

/** Whether it is from a time when somebody else had the order. */
const isBefore = ({ at }: ProofRow, { acceptedAt }: PayOutRow): boolean =>
  acceptedAt !== null && at < acceptedAt;
