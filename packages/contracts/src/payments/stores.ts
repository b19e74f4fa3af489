import { z } from "zod";
import { permission } from "../access.ts";
import { mutation, query } from "../define.ts";
import { filePurpose, imageTypes } from "../file-purpose.ts";
import { page, pageInput } from "../page.ts";
import { fileAttached, fileMissing, fileNotReady, fileUnfit } from "../platform/files.ts";
import { reason } from "../reason.ts";
import { hasUnseen } from "../unseen.ts";
import { merchantUnknown, ShownName } from "./merchants.ts";
import { feePartsExceed } from "./fee-parts.ts";

export const readStores = permission("payments.stores.read", {
  roles: ["support", "merchant"],
  scopes: ["merchant"],
});
export const manageStores = permission("payments.stores.manage", {
  roles: ["merchant"],
  scopes: ["merchant"],
});

export const storeLogoFile = filePurpose("payments.store_logo", {
  summary: "A store's logo, which its payers see",
  visibility: "public",
  types: imageTypes,
  maxBytes: 1_000_000,
  images: { maxPixels: 25_000_000, maxSide: 512 },
});

/** Payers are sent there: a page that others could read or change on the way is none. */
const ReturnUrl = z
  .string()
  .max(2_000)
  .regex(/^https?:\/\//)
  .refine(
    isSafe,
    "must be a whole address that begins with https://, or on localhost with http://, without a name or password",
  )
  .meta({ examples: ["https://shop.example/thanks"] });

function isSafe(address: string): boolean {
  if (hasUnseen(address) || !URL.canParse(address)) return false;
  const { protocol, hostname, username, password } = new URL(address);
  if (username !== "" || password !== "") return false;
  const isLocal = /^(localhost|.+\.localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
  return protocol === "https:" || (protocol === "http:" && isLocal);
}

const state = z.enum(["active", "paused"]).describe("A paused one takes no new orders.");
const settings = {
  sumShiftMost: z
    .int()
    .min(0)
    .max(99)
    .describe(
      "By how many of the currency's smallest units a sum may be raised, so that what comes can be told apart.",
    ),
  lateMinutes: z
    .int()
    .min(0)
    .max(10_080)
    .describe(
      "For how long after an order's end money that comes late is still taken for it, within what the platform sets.",
    ),
};
const look = {
  logoFileId: z.uuid().nullable().describe("A file for `payments.store_logo`."),
  successUrl: ReturnUrl.nullable().describe("Where payers go on to once they have paid."),
  failureUrl: ReturnUrl.nullable().describe("Where payers go on to when nothing came of it."),
};
const Look = z
  .object({
    title: ShownName.describe("What payers read."),
    logoFileId: look.logoFileId.default(null),
    successUrl: look.successUrl.default(null),
    failureUrl: look.failureUrl.default(null),
  })
  .meta({ id: "StoreLookInput", description: "The whole of it: what is left out is taken away." });

export const Store = z
  .object({
    id: z.uuid(),
    merchantId: z.uuid(),
    name: z.string(),
    state,
    look: z
      .object({
        title: z.string(),
        logoFileId: z.uuid().nullable(),
        logo: z
          .object({ url: z.string(), expiresAt: z.iso.datetime().nullable() })
          .nullable()
          .describe("Where the logo is loaded from, and until when; null is for good."),
        successUrl: z.string().nullable(),
        failureUrl: z.string().nullable(),
      })
      .meta({ id: "StoreLook" }),
    ...settings,
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Store" });

export const storeUnknown = reason("payments.store_unknown", {
  kind: "not_found",
  message: "There is no store {storeId}.",
  details: z.object({ storeId: z.string() }),
});
export const storeFeesUnfit = reason("payments.store_fees_unfit", {
  kind: "precondition",
  message:
    "The store {storeId} cannot be resumed: its fees do not cover any more what those who serve it get. Ask support for other terms.",
  details: z.object({ storeId: z.string() }),
});

const one = z.object({ storeId: z.uuid() });
const logoErrors = [fileMissing, fileNotReady, fileUnfit, fileAttached] as const;

export const stores = {
  list: query({
    summary: "Stores, newest first",
    access: readStores,
    input: z.object({
      ...pageInput,
      merchantId: z.uuid().optional(),
      state: state.optional(),
    }),
    output: page(Store),
    errors: [merchantUnknown],
    rest: { method: "GET", path: "/payments/stores" },
  }),
  get: query({
    summary: "One store",
    access: readStores,
    input: one,
    output: Store,
    errors: [storeUnknown],
    rest: { method: "GET", path: "/payments/stores/{storeId}" },
  }),
  create: mutation({
    summary: "Add a store to a merchant",
    description: "It takes orders once an administrator has agreed on terms with it.",
    access: manageStores,
    fresh: true,
    input: z.object({
      merchantId: z.uuid(),
      name: ShownName,
      look: Look,
      sumShiftMost: settings.sumShiftMost.default(99),
      lateMinutes: settings.lateMinutes.default(1_440),
    }),
    output: Store,
    errors: [merchantUnknown, ...logoErrors],
    rest: { method: "POST", path: "/payments/stores" },
  }),
  update: mutation({
    summary: "Change a store; what is not said stays",
    access: manageStores,
    fresh: true,
    input: one.extend({
      name: ShownName.optional(),
      state: state.optional(),
      look: Look.optional(),
      sumShiftMost: settings.sumShiftMost.optional(),
      lateMinutes: settings.lateMinutes.optional(),
    }),
    output: Store,
    errors: [storeUnknown, storeFeesUnfit, feePartsExceed, ...logoErrors],
    rest: { method: "PATCH", path: "/payments/stores/{storeId}" },
  }),
};
