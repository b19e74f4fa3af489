import { type Permission, type Proof, readProofs } from "@mainstay/contracts";
import type { orderProofs } from "@mainstay/db";
import type { z } from "zod";
import type { Actor } from "../../actor.ts";

export type ProofRow = typeof orderProofs.$inferSelect;

/** The sides of an order are not told each other's people. */
export const proofView = (
  actor: Actor,
  row: ProofRow,
  read: Permission = readProofs,
): z.input<typeof Proof> => ({
  fileId: row.fileId,
  bankReference: row.bankReference,
  by: actor.scopesOf(read) === "everywhere" ? row.by : null,
  at: row.at.toISOString(),
});
