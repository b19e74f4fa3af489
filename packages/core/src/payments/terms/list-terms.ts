import { type payments, PaymentDirection, readTerms } from "@mainstay/contracts";
import { storeTerms } from "@mainstay/db";
import { and, asc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { UseCase } from "../../context.ts";
import { notGivenOut } from "../../page.ts";
import { requireStore } from "../stores/require-store.ts";
import { type TermsRow, termsView } from "./terms-view.ts";

const { direction, currency, method } = storeTerms;

/** By direction, currency and method, which no two rows of a store share. */
export const listTerms: UseCase<typeof payments.terms.list> = async (ctx, input) => {
  const after = afterCursor(input.cursor);
  const { id } = await requireStore(ctx, input.storeId, readTerms);
  const rows = await ctx.db
    .select()
    .from(storeTerms)
    .where(
      and(
        eq(storeTerms.storeId, id),
        after &&
          sql`(${direction}, ${currency}, ${method}) > (${sql.join(
            after.map((one) => sql`${one}`),
            sql`, `,
          )})`,
      ),
    )
    .orderBy(asc(direction), asc(currency), asc(method))
    .limit(input.limit + 1);
  const shown = rows.slice(0, input.limit);
  const last = rows.length > input.limit ? shown.at(-1) : undefined;
  return {
    items: await Promise.all(shown.map((row) => termsView(ctx.reference, row))),
    nextCursor: last ? cursorAfter(last) : null,
  };
};

const Key = z.tuple([PaymentDirection, z.string(), z.string()]);

const cursorAfter = (row: TermsRow): string =>
  Buffer.from([row.direction, row.currency, row.method].join(" ")).toString("base64url");

function afterCursor(cursor: string | null | undefined): z.output<typeof Key> | undefined {
  if (cursor === null || cursor === undefined) return undefined;
  const parsed = Key.safeParse(Buffer.from(cursor, "base64url").toString().split(" "));
  if (!parsed.success) throw notGivenOut();
  return parsed.data;
}
