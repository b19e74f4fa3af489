import type { Movement } from "@mainstay/contracts";
import type { movements } from "@mainstay/db";
import type { z } from "zod";
import { moneyOf } from "../../money.ts";
import type { KnownCurrency } from "../../platform/index.ts";
import { accountOfMovement } from "./movement-journal.ts";

export type MovementRow = typeof movements.$inferSelect;

/** `inside`: for colleagues, who see which of them it was and what they noted. */
export const movementView = (
  row: MovementRow,
  { currency, inside }: { currency: KnownCurrency; inside: boolean },
): z.input<typeof Movement> => ({
  id: row.id,
  kind: row.kind,
  owner: { kind: row.ownerKind, id: row.ownerId },
  account: accountOfMovement(row).name,
  money: moneyOf(row.amount, currency),
  outsideReference: row.outsideReference,
  note: inside ? row.note : null,
  state: row.state,
  recorded: { by: inside ? row.recordedBy : null, at: row.recordedAt.toISOString() },
  decided:
    row.decidedAt === null
      ? null
      : {
          by: inside ? row.decidedBy : null,
          at: row.decidedAt.toISOString(),
          why: inside ? row.decision : null,
        },
});
