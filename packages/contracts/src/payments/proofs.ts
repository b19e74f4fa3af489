import { z } from "zod";
import { permission } from "../access.ts";
import { mutation, query } from "../define.ts";
import { filePurpose, fileTypes } from "../file-purpose.ts";
import { fileAttached, fileMissing, fileNotReady, fileUnfit } from "../platform/files.ts";
import { reason } from "../reason.ts";
import { setting } from "../setting.ts";
import { hasUnseen } from "../unseen.ts";
import { payInState, type PayInState, payInUnknown } from "./pay-in.ts";

export const addProofs = permission("payments.proofs.add", {
  roles: ["merchant", "trader", "support"],
  scopes: ["merchant", "trader"],
});
export const readProofs = permission("payments.proofs.read", {
  roles: ["merchant", "trader", "lead", "support"],
  scopes: ["merchant", "trader", "team"],
});

export const proofFile = filePurpose("payments.proof", {
  summary: "What shows that a payment was made, or was not: a receipt, a statement",
  visibility: "private",
  types: fileTypes,
  maxBytes: 10_000_000,
  visitors: ["payment_session"],
  images: { maxPixels: 25_000_000, maxSide: 2_000 },
});

/** While it is not decided yet. */
export const proofStates: ReadonlySet<PayInState> = new Set([
  "assigned",
  "paid_claimed",
  "amount_review",
  "disputed",
  "late_review",
]);

export const proofsMost = setting("payments.proofs_most", {
  schema: z.int().min(1).max(100),
  default: 10,
  description: "How many proofs one order takes.",
});

export const Proof = z
  .object({
    fileId: z.uuid(),
    bankReference: z.string().nullable().describe("In capitals and without spaces."),
    by: z.string().nullable().describe("For the back office."),
    at: z.iso.datetime(),
  })
  .meta({ id: "Proof" });

export const LinkedProof = Proof.extend({
  name: z.string(),
  type: z.string().describe("A picture, or application/pdf."),
  link: z.object({ url: z.string(), expiresAt: z.iso.datetime().nullable() }),
}).meta({ id: "LinkedProof" });

export const BankReference = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .refine((text) => !hasUnseen(text), "must have no control or invisible characters")
  .describe("The bank's own mark of the payment, as the receipt has it.");

export const proofsFull = reason("payments.proofs_full", {
  kind: "precondition",
  message: "The order {orderId} has {limit} proofs, and takes no more.",
  details: z.object({ orderId: z.string(), limit: z.int() }),
});

const orderId = z.uuid();

export const proofs = {
  add: mutation({
    summary: "Show what proves a payment, or that there was none",
    description:
      "A file of one's own that was uploaded for payments.proof. The same bytes again at the same order are answered as before.",
    access: addProofs,
    input: z.object({
      orderId,
      fileId: z.uuid(),
      bankReference: BankReference.optional(),
    }),
    output: Proof,
    errors: [
      payInUnknown,
      payInState,
      proofsFull,
      fileMissing,
      fileNotReady,
      fileUnfit,
      fileAttached,
    ],
    rest: { method: "POST", path: "/payments/pay-ins/{orderId}/proofs" },
  }),
  list: query({
    summary: "An order's proofs, oldest first, with addresses to load them from for five minutes",
    access: readProofs,
    sensitive: true,
    input: z.object({ orderId }),
    output: z.object({
      items: z.array(LinkedProof),
    }),
    errors: [payInUnknown],
  }),
};
