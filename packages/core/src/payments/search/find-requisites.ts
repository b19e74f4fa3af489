import { hitsMost } from "@mainstay/contracts";
import { requisites } from "@mainstay/db";
import { and, desc, eq, inArray, or, type SQL } from "drizzle-orm";
import { z } from "zod";
import { hashesOfNumber } from "../requisites/hashes-of-number.ts";
import { maskNumber, normaliseNumber, numberKinds } from "../requisites/number.ts";
import type { Hits, SearchCtx } from "./search.ts";

/** Archived ones, too: somebody may ask whose a number was. */
export async function findRequisites(ctx: SearchCtx, text: string): Promise<Hits> {
  const conditions = await matching(ctx, text);
  if (conditions.length === 0) return [];
  const rows = await ctx.db
    .select()
    .from(requisites)
    .where(or(...conditions))
    .orderBy(desc(requisites.id))
    .limit(hitsMost);
  return rows.map(({ id, traderId, method, numberMasked, holder, state }) => ({
    kind: "requisite",
    id,
    traderId,
    method,
    numberMasked,
    holder,
    state,
  }));
}

async function matching(ctx: SearchCtx, text: string): Promise<(SQL | undefined)[]> {
  if (z.uuid().safeParse(text).success) return [eq(requisites.id, text)];
  const whole = await Promise.all(
    numberKinds.map(async (kind) => {
      const number = normaliseNumber(kind, text);
      if (number === null) return [];
      const hashes = await hashesOfNumber(ctx, kind, number);
      // The end is in an index, the fingerprints of archived ones are not.
      return [
        and(
          eq(requisites.numberMasked, maskNumber(number)),
          inArray(requisites.numberHash, [...hashes]),
        ),
      ];
    }),
  );
  const end = text.toUpperCase();
  const isEnd = /^[A-Z0-9]{2,4}$/.test(end);
  return [...whole.flat(), ...(isEnd ? [eq(requisites.numberMasked, `•••• ${end}`)] : [])];
}
