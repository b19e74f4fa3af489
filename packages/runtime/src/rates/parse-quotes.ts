import type { Quotes } from "@mainstay/core";
import { z } from "zod";

/** Numbers come as they were written; see `parseKeepingNumbers`. */
const Answer = z.object({
  base: z.string().regex(/^[A-Z][A-Z0-9]{1,11}$/),
  timestamp: z
    .string()
    .regex(/^\d{1,12}$/)
    .optional(),
  date: z.union([z.iso.datetime({ offset: true }), z.iso.date()]).optional(),
  rates: z.record(z.string(), z.unknown()),
});

/** `{ base, timestamp | date, rates: { RUB: 92.5 | "92.5" } }`; a rate that is neither is left out. */
export function parseQuotes(text: string): Quotes {
  const parsed = Answer.safeParse(parseKeepingNumbers(text));
  if (!parsed.success)
    throw new Error(
      `The provider of rates answered what it should not: ${z.prettifyError(parsed.error)}`,
    );
  const { base, timestamp, date, rates } = parsed.data;
  const moment = timestamp === undefined ? date : Number(timestamp) * 1_000;
  if (moment === undefined) throw new Error("The provider of rates did not say of when they are");
  const told = Object.entries(rates).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return { base, takenAt: new Date(moment), rates: new Map(told) };
}

/** Every number becomes the text it was written as: a double keeps fifteen digits of it. */
const parseKeepingNumbers = (text: string): unknown =>
  JSON.parse(text, (_name, value: unknown, written?: { source?: string }) =>
    typeof value === "number" ? written?.source : value,
  );
