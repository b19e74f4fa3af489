import { movementDecided, movementUnknown } from "@mainstay/contracts";
import { movements, type Tx } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import type { MovementRow } from "./movement-view.ts";

/** One that is still open, held until the transaction ends: of two who decide at once, one is told. */
export async function lockOpenMovement(
  ctx: Pick<Ctx<"payments.movement_unknown" | "payments.movement_decided", Tx>, "db" | "fail">,
  movementId: string,
): Promise<MovementRow> {
  const [found] = await ctx.db
    .select()
    .from(movements)
    .where(eq(movements.id, movementId))
    .for("update");
  const row = found ?? ctx.fail(movementUnknown({ movementId }));
  if (row.state !== "recorded") ctx.fail(movementDecided({ movementId, state: row.state }));
  return row;
}
