import type { platform } from "@mainstay/contracts";
import { files } from "@mainstay/db";
import { and, desc, eq, lt } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { idOfCursor, pageOf } from "../../page.ts";
import { fileView } from "./file-view.ts";

export const listFiles: UseCase<typeof platform.files.list> = async (ctx, input) => {
  const { owner, purpose, state, limit } = input;
  const after = idOfCursor(input.cursor);
  const rows = await ctx.db
    .select()
    .from(files)
    .where(
      and(
        owner === undefined ? undefined : eq(files.owner, owner),
        purpose === undefined ? undefined : eq(files.purpose, purpose),
        state === undefined ? undefined : eq(files.state, state),
        after === null ? undefined : lt(files.id, after),
      ),
    )
    .orderBy(desc(files.id))
    .limit(limit + 1);
  return pageOf(rows, limit, fileView);
};
