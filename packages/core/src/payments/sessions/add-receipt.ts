import type { payments } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { keepProof } from "../proofs/add-proof.ts";
import { assured, requireTry } from "./require-state.ts";
import { sessionView } from "./session-view.ts";

export const addReceipt: UseCase<typeof payments.sessions.addReceipt> = async (ctx, shown) => {
  const visit = await requireTry(ctx, "addReceipt", ["paying", "checking"]);
  await keepProof(assured(ctx), visit.order, shown);
  return sessionView(ctx, visit);
};
