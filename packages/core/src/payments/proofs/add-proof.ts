import {
  addProofs,
  fileMissing,
  payInState,
  type payments,
  proofFile,
  proofsFull,
  proofsMost,
  proofStates,
  type ReasonOf,
} from "@mainstay/contracts";
import { orderProofs, type Tx } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { Ctx, UseCase } from "../../context.ts";
import { attachFile, findOwn } from "../../platform/index.ts";
import type { PayInRow } from "../pay-ins/pay-in-row.ts";
import { requirePayIn } from "../pay-ins/pay-in-scope.ts";
import { type ProofRow, proofView } from "./proof-view.ts";
import { raiseFlags } from "./raise-flags.ts";

type Add = typeof payments.proofs.add;
type Refusals = Exclude<ReasonOf<Add>, "payments.pay_in_unknown">;
type Keeper = Pick<Ctx<Refusals, Tx>, "db" | "actor" | "clock" | "settings" | "fail" | "audit">;

export const addProof: UseCase<Add> = async (ctx, { orderId, ...shown }) => {
  const order = await requirePayIn(ctx, orderId, addProofs);
  return proofView(ctx.actor, await keepProof(ctx, order, shown));
};

/** The order is locked: its proofs come one after the other, and its state stays meanwhile. */
export async function keepProof(
  ctx: Keeper,
  { id: orderId, state }: PayInRow,
  { fileId, bankReference }: { fileId: string; bankReference?: string | undefined },
): Promise<ProofRow> {
  const { owner } = ctx.actor;
  const file = await findOwn(ctx.db, { fileId, owner });
  if (!file) return ctx.fail(fileMissing({ fileId }));
  const given = await ctx.db.select().from(orderProofs).where(eq(orderProofs.orderId, orderId));
  const same = given.find((one) => file.sha256 !== null && one.sha256.equals(file.sha256));
  if (same) return same;
  if (!proofStates.has(state)) ctx.fail(payInState({ orderId, state, event: "add_proof" }));
  const limit = await ctx.settings.get(proofsMost);
  if (given.length >= limit) ctx.fail(proofsFull({ orderId, limit }));
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
  return row;
}

/** So that it is told again however a payer types it. */
export const oneSpelling = (text: string): string =>
  text.normalize("NFKC").replace(/\s/g, "").toUpperCase();
