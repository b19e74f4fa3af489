import { z } from "zod";
import { CurrencyCode } from "./platform/reference.ts";

/** As it travels: decimal, so that no reader rounds it. In code amounts are `bigint` in the smallest unit. */
export const Money = z
  .object({
    amount: z
      .string()
      .max(64)
      .regex(/^-?\d+(\.\d+)?$/)
      .meta({
        description: "In whole units, with a point and no more digits than the currency has.",
        examples: ["12.50"],
      }),
    currency: CurrencyCode,
  })
  .meta({ id: "Money" });
export type Money = z.output<typeof Money>;
