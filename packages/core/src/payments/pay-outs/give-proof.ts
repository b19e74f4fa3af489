import { fileMissing, type payments, payOutProofMinutes, proofFile } from "@mainstay/contracts";
import { orderProofs } from "@mainstay/db";
import type { UseCase } from "../../context.ts";
import { attachFile, findOwn } from "../../platform/index.ts";
import { inMinutes, now } from "../orders/moments.ts";
import { oneSpelling } from "../proofs/add-proof.ts";
import type { ProofRow } from "../proofs/proof-view.ts";
import { raiseFlags } from "../proofs/raise-flags.ts";
import { changePayOut, requirePossible } from "./change-pay-out.ts";
import { requireOwnOffer } from "./pay-out-scope.ts";
import { payOutView } from "./pay-out-view.ts";

/** The same bytes or bank reference at another order raises a flag at both; support then looks at this one. */
export const giveProof: UseCase<typeof payments.payOuts.giveProof> = async (
  ctx,
  { orderId, fileId, bankReference },
) => {
  const { owner } = ctx.actor;
  const row = await requireOwnOffer(ctx, orderId);
  requirePossible(ctx, row, "give_proof");
  const file = await findOwn(ctx.db, { fileId, owner });
  if (!file) return ctx.fail(fileMissing({ fileId }));
  await attachFile(ctx, { fileId, owner, purpose: proofFile, to: `pay_out:${orderId}` });
  if (file.sha256 === null) throw new Error(`the file ${fileId} is ready without a hash`);
  const proof: ProofRow = {
    orderId,
    fileId,
    sha256: file.sha256,
    bankReference: oneSpelling(bankReference),
    by: owner,
    at: ctx.clock.now(),
  };
  await ctx.db.insert(orderProofs).values(proof);
  await raiseFlags(ctx.db, proof);
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
