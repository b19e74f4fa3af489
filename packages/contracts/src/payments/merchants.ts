import { z } from "zod";
import { permission } from "../access.ts";
import { mutation, query } from "../define.ts";
import { page, pageInput } from "../page.ts";
import { reason } from "../reason.ts";
import { hasUnseen } from "../unseen.ts";

export const readMerchants = permission("payments.merchants.read", {
  roles: ["support", "merchant"],
  scopes: ["merchant"],
});
const manageMerchants = permission("payments.merchants.manage", { roles: [] });

/** What people call something, and others are shown. */
export const ShownName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .refine((name) => !hasUnseen(name), "must have no control or invisible characters");

const state = z
  .enum(["active", "suspended"])
  .describe("A suspended one gets no new orders; those it has go on.");
export const Merchant = z
  .object({ id: z.uuid(), name: z.string(), state, createdAt: z.iso.datetime() })
  .meta({ id: "Merchant" });

export const merchantUnknown = reason("payments.merchant_unknown", {
  kind: "not_found",
  message: "There is no merchant {merchantId}.",
  details: z.object({ merchantId: z.string() }),
});

const one = z.object({ merchantId: z.uuid() });

export const merchants = {
  list: query({
    summary: "Merchants, newest first",
    access: readMerchants,
    input: z.object({ ...pageInput, state: state.optional() }),
    output: page(Merchant),
    rest: { method: "GET", path: "/payments/merchants" },
  }),
  get: query({
    summary: "One merchant",
    access: readMerchants,
    input: one,
    output: Merchant,
    errors: [merchantUnknown],
    rest: { method: "GET", path: "/payments/merchants/{merchantId}" },
  }),
  create: mutation({
    summary: "Add a merchant",
    description: "Its people come by a role within it, its services by its API keys.",
    access: manageMerchants,
    fresh: true,
    input: z.object({ name: ShownName }),
    output: Merchant,
    rest: { method: "POST", path: "/payments/merchants" },
  }),
  update: mutation({
    summary: "Rename, suspend or readmit a merchant",
    access: manageMerchants,
    fresh: true,
    input: one.extend({ name: ShownName.optional(), state: state.optional() }),
    output: Merchant,
    errors: [merchantUnknown],
    rest: { method: "PATCH", path: "/payments/merchants/{merchantId}" },
  }),
};
