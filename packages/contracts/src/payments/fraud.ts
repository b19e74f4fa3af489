import { z } from "zod";
import { permission } from "../access.ts";
import { mutation, query } from "../define.ts";
import { personal } from "../mark.ts";
import { page, pageInput } from "../page.ts";
import { reason } from "../reason.ts";
import { merchantUnknown } from "./merchants.ts";
import { methodUnknown } from "./methods.ts";
import { MethodCode } from "./pay-in.ts";
import { requisiteMethodUnfit, requisiteNumberUnfit } from "./requisites.ts";

const readFraud = permission("payments.fraud.read", { roles: ["support"] });
export const manageFraud = permission("payments.fraud.manage", { roles: ["support"] });

const kind = z.enum(["payer", "ip", "requisite"]);
/** Its fields are written down nowhere else but as keyed fingerprints. */
export const FraudSubject = z
  .discriminatedUnion("kind", [
    z.object({
      kind: z.literal("payer"),
      merchantId: z.uuid(),
      payerId: personal(
        z.string().trim().min(1).max(200).describe("As the merchant knows the payer."),
      ),
    }),
    z.object({ kind: z.literal("ip"), ip: personal(z.union([z.ipv4(), z.ipv6()])) }),
    z.object({
      kind: z.literal("requisite"),
      method: MethodCode,
      number: personal(z.string().min(1).max(64).describe("Spaces and dashes do not count.")),
    }),
  ])
  .meta({ id: "FraudSubject" });
export type FraudSubject = z.output<typeof FraudSubject>;

export const FraudEntry = z
  .object({
    id: z.uuid(),
    kind,
    label: z.string().describe("What is listed, masked."),
    why: z.string(),
    by: z.string(),
    at: z.iso.datetime(),
    until: z.iso.datetime().nullable().describe("Null: for good."),
    lifted: z
      .object({ by: z.string(), at: z.iso.datetime() })
      .nullable()
      .describe("Why is in the audit."),
    counts: z.boolean().describe("Neither lifted nor over."),
  })
  .meta({ id: "FraudEntry" });

export const FraudFlag = z
  .object({
    rule: z
      .string()
      .meta({ examples: ["proof_repeated", "bank_reference_repeated"] })
      .describe("What was noticed after the order was made."),
    about: z
      .uuid()
      .nullable()
      .describe("The other order; or this one, where whoever had it before showed the same."),
    at: z.iso.datetime(),
  })
  .meta({ id: "FraudFlag" });

const aboutEntry = z.object({ entryId: z.string() });
export const fraudEntryUnknown = reason("payments.fraud_entry_unknown", {
  kind: "not_found",
  message: "There is no entry {entryId} on the black list.",
  details: aboutEntry,
});
export const fraudEntryLifted = reason("payments.fraud_entry_lifted", {
  kind: "conflict",
  message: "The entry {entryId} was lifted already.",
  details: aboutEntry,
});
export const fraudListed = reason("payments.fraud_listed", {
  kind: "conflict",
  message: "It is on the black list already, as {entryId}; lift that to list it otherwise.",
  details: aboutEntry,
});
export const orderUnknown = reason("payments.order_unknown", {
  kind: "not_found",
  message: "There is no pay-in or pay-out {orderId}.",
  details: z.object({ orderId: z.string() }),
});

const why = z.string().trim().min(3).max(1_000);
const subjectErrors = [methodUnknown, requisiteMethodUnfit, requisiteNumberUnfit] as const;

export const fraud = {
  list: query({
    summary: "Whom no order is made for, newest first; also those lifted and over",
    access: readFraud,
    // What is looked for travels in no URL.
    sensitive: true,
    input: z.object({
      ...pageInput,
      kind: kind.optional(),
      counting: z.boolean().optional().describe("Only those that count now, or that do not."),
      subject: FraudSubject.optional().describe("Entries of this one."),
    }),
    output: page(FraudEntry),
    errors: subjectErrors,
  }),
  add: mutation({
    summary: "List a payer, an address or a number: no order is made for it",
    description:
      "Orders that there are go on, and so do requisites that have the number: block those. Of an IPv6 address the whole network is listed, as a subscriber has all of it.",
    access: manageFraud,
    fresh: true,
    input: z.object({
      subject: FraudSubject,
      why,
      days: z.int().min(1).max(3_650).optional().describe("Left out, it is for good."),
    }),
    output: FraudEntry,
    errors: [merchantUnknown, ...subjectErrors, fraudListed],
    rest: { method: "POST", path: "/payments/fraud/entries" },
  }),
  lift: mutation({
    summary: "Take an entry off the list",
    access: manageFraud,
    fresh: true,
    input: z.object({ entryId: z.uuid(), why }),
    output: FraudEntry,
    errors: [fraudEntryUnknown, fraudEntryLifted],
    rest: { method: "POST", path: "/payments/fraud/entries/{entryId}/lift" },
  }),
  flags: query({
    summary: "What was noticed about a pay-in or pay-out after it was made",
    access: readFraud,
    input: z.object({ orderId: z.uuid() }),
    output: z.object({ items: z.array(FraudFlag) }),
    errors: [orderUnknown],
    rest: { method: "GET", path: "/payments/fraud/flags/{orderId}" },
  }),
};
