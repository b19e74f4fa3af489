import type { Store } from "@mainstay/contracts";
import { files, type stores } from "@mainstay/db";
import { inArray } from "drizzle-orm";
import type { z } from "zod";
import type { Ctx } from "../../context.ts";
import { fileLink } from "../../platform/index.ts";

export type StoreRow = typeof stores.$inferSelect;
type View = z.input<typeof Store>;
export type StoreViewer = Pick<Ctx, "db" | "clock" | "fileStore">;

/** Logos are public: whoever sees a store sees it as payers do. */
export async function storeViews(ctx: StoreViewer, rows: readonly StoreRow[]): Promise<View[]> {
  const fileIds = rows.flatMap(({ look }) => look.logoFileId ?? []);
  const logos = new Map(
    fileIds.length === 0
      ? []
      : (await ctx.db.select().from(files).where(inArray(files.id, fileIds))).map(
          (file) => [file.id, file] as const,
        ),
  );
  return Promise.all(
    rows.map(async (row) => {
      const logo = logos.get(row.look.logoFileId ?? "");
      return {
        id: row.id,
        merchantId: row.merchantId,
        name: row.name,
        state: row.state,
        look: { ...row.look, logo: logo ? await fileLink(ctx, logo) : null },
        sumShiftMost: row.sumShiftMost,
        lateMinutes: row.lateMinutes,
        createdAt: row.createdAt.toISOString(),
      };
    }),
  );
}

export async function storeView(ctx: StoreViewer, row: StoreRow): Promise<View> {
  const [view] = await storeViews(ctx, [row]);
  if (!view) throw new Error(`the store ${row.id} has no view`);
  return view;
}
