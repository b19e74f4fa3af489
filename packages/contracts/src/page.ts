import { z } from "zod";

/** Where the next page starts; opaque to callers. */
export const Cursor = z.string().max(512);

/** The input fields of every list. */
export const pageInput = {
  cursor: Cursor.nullish(),
  limit: z.int().min(1).max(100).default(25),
};

export const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: Cursor.nullable() });
