import { z } from "zod";

/** A share of an order's value. In code it is in millionths: `1.25` is 12,500. */
export const Percent = z
  .string()
  .regex(/^\d{1,2}(\.\d{1,4})?$/)
  .meta({
    id: "Percent",
    description: "Of a hundred, less than a hundred, with at most four digits after the point.",
    examples: ["1.25"],
  });
