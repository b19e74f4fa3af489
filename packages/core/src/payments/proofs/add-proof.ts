import {
  addProofs,
  fileMissing,
  payInState,
  type payments,
  proofFile,
  proofsFull,
  proofsMost,
  proofStates,
} from "@mainstay/contracts";
import { orderProofs } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { CtxOf, UseCase } from "../../context.ts";
import { attachFile, findOwn } from "../../platform/index.ts";
import { requirePayIn } from "../pay-ins/pay-in-scope.ts";
import { type ProofRow, proofView } from "./proof-view.ts";
import { raiseFlags } from "./raise-flags.ts";

type Add = typeof payments.proofs.add;

export const addProof: UseCase<Add> = async (ctx, { orderId, fileId, bankReference }) => {
  const { owner } = ctx.actor;
  // The order is locked: its proofs come one after the other, and its state stays meanwhile.
  const { state } = await requirePayIn(ctx, orderId, addProofs);
  const file = await findOwn(ctx.db, { fileId, owner });
  if (!file) return ctx.fail(fileMissing({ fileId }));
  const given = await ctx.db.select().from(orderProofs).where(eq(orderProofs.orderId, orderId));
  const same = given.find((one) => file.sha256 !== null && one.sha256.equals(file.sha256));
  if (same) return proofView(ctx.actor, same);
  if (!proofStates.has(state)) ctx.fail(payInState({ orderId, state, event: "add_proof" }));
  await keepWithinLimit(ctx, orderId, given.length);
  await attachFile(ctx, { fileId, owner, purpose: proofFile, to: `pay_in:${orderId}` });
  if (file.sha256 === null) throw new Error(`the file ${fileId} is ready without a hash`);
  const row: ProofRow = {
    orderId,
    fileId,
    sha256: file.sha256,
    bankReference: bankReference === undefined ? null : oneSpelling(bankReference),
    by: owner,
    at: ctx.clock.now(),
  };
  await ctx.db.insert(orderProofs).values(row);
  await raiseFlags(ctx.db, row);
  const changes = { fileId, bankReference: row.bankReference };
  ctx.audit({ target: `pay_in:${orderId}`, changes });
  return proofView(ctx.actor, row);
};

async function keepWithinLimit(ctx: CtxOf<Add>, orderId: string, given: number): Promise<void> {
  const limit = await ctx.settings.get(proofsMost);
  if (given >= limit) ctx.fail(proofsFull({ orderId, limit }));
}

/** So that it is told again however a payer types it. */
export const oneSpelling = (text: string): string =>
  text.normalize("NFKC").replace(/\s/g, "").toUpperCase();
