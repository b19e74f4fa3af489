import { anyone, mutation, permission, query, reason, subscription } from "@mainstay/contracts";
import { z } from "zod";

/** A made-up contract with one of everything that the generator must know. */
const Money = z
  .object({ amount: z.string().describe("Decimal."), currency: z.string().default("EUR") })
  .meta({ id: "Money", description: "An amount of a currency." });
const Status = z.enum(["new", "paid"]).meta({ id: "Status" });
/** The same on both sides. */
const Label = z
  .object({ text: z.string(), "aria-label": z.string().optional() })
  .meta({ id: "Label" });
const Line = z.object({ price: Money, label: Label }).meta({ id: "Line" });

const Card = z.object({ method: z.literal("card"), last4: z.string() });
const Cash = z.object({ method: z.literal("cash"), till: z.int() });
const Method = z.discriminatedUnion("method", [Card, Cash]).meta({ id: "Method" });

interface Folder {
  name: string;
  folders: Folder[];
}
const Folder: z.ZodType<Folder, Folder> = z
  .object({
    name: z.string(),
    get folders() {
      return z.array(Folder);
    },
  })
  .meta({ id: "Folder" });

const Everything = z
  .object({
    text: z.string().max(10),
    number: z.number(),
    whole: z.int(),
    yes: z.boolean(),
    nothing: z.null(),
    unknown: z.unknown(),
    json: z.json().meta({ id: "Json" }),
    one: z.literal("one"),
    numbers: z.literal([1, 2]),
    status: Status,
    inline: z.enum(["a", "b"]),
    lonely: z.enum(["only"]),
    maybe: Status.nullable(),
    optional: z.string().optional(),
    nullish: z.int().nullish(),
    defaulted: z.enum(["x", "y"]).default("x"),
    list: z.array(z.string()),
    listOfEither: z.array(z.union([z.string(), z.number()])),
    listOfStatus: z.array(Status.nullable()),
    fixed: z.array(z.string()).readonly(),
    pair: z.tuple([z.string(), z.int()]),
    atLeastOne: z.tuple([z.string()], z.union([z.int(), z.null()])),
    record: z.record(z.string(), z.object({ deep: Status })),
    complete: z.record(z.enum(["a", "b"]), z.int()),
    partial: z.partialRecord(z.enum(["a", "b"]), z.string()),
    either: z.union([z.string(), Label, z.object({ raw: z.string() })]),
    method: Method,
    frozen: z.object({ at: z.iso.datetime() }).readonly(),
    loose: z.looseObject({ known: z.string() }),
    old: z.string().meta({ deprecated: true, description: "Use `text`. */" }),
    folder: Folder,
    empty: z.object({}),
  })
  .meta({ id: "Everything" });

const broke = reason("shop.broke", {
  kind: "conflict",
  message: "Short of {short}.",
  details: z.object({ short: Money, status: Status }),
});
const closed = reason("shop.closed", { kind: "precondition", message: "Closed." });

export const rich = {
  shop: {
    ping: query({ summary: "Nothing in", access: anyone, output: z.object({ ok: z.boolean() }) }),
    everything: mutation({
      summary: "Everything in and out",
      description: "Of each kind one.",
      access: permission("shop.everything", { roles: ["owner"] }),
      input: Everything,
      output: Everything,
      errors: [broke, closed],
    }),
    pay: mutation({
      summary: "Pay",
      access: anyone,
      input: z.object({ lines: z.array(Line), tip: Money.optional() }),
      output: z.object({ total: Money, lines: z.array(Line) }),
      deprecated: { since: "2.0", sunset: "2027-01-01", use: "shop.everything" },
    }),
    inner: {
      "odd-name": query({
        summary: "By POST",
        access: anyone,
        sensitive: true,
        input: Label,
        output: z.array(z.string()),
      }),
      watch: subscription({
        summary: "Watch",
        access: anyone,
        input: z.object({ status: Status }),
        output: Status,
        errors: [closed],
      }),
    },
  },
};
