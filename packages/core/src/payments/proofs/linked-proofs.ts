import type { LinkedProof, Permission } from "@mainstay/contracts";
import { files, orderProofs } from "@mainstay/db";
import { and, eq, gte } from "drizzle-orm";
import type { z } from "zod";
import type { Ctx } from "../../context.ts";
import { fileLink } from "../../platform/index.ts";
import { type ProofRow, proofView } from "./proof-view.ts";

type Asked = Pick<Ctx, "db" | "actor" | "clock" | "fileStore">;

/** Oldest first, and no more than an order takes; or those since a time. */
export async function linkedProofs(
  ctx: Asked,
  orderId: string,
  read: Permission,
  since: Date | null = null,
): Promise<z.input<typeof LinkedProof>[]> {
  const rows = await ctx.db
    .select({ proof: orderProofs, file: files })
    .from(orderProofs)
    .innerJoin(files, eq(files.id, orderProofs.fileId))
    .where(
      and(
        eq(orderProofs.orderId, orderId),
        since === null ? undefined : gte(orderProofs.at, since),
      ),
    )
    .orderBy(orderProofs.at, orderProofs.fileId);
  return Promise.all(rows.map((row) => linked(ctx, row, read)));
}

async function linked(
  ctx: Asked,
  { proof, file }: { proof: ProofRow; file: typeof files.$inferSelect },
  read: Permission,
) {
  const link = await fileLink(ctx, file);
  if (link === null || file.type === null)
    throw new Error(`the proof ${file.id} is kept without its bytes`);
  return { ...proofView(ctx.actor, proof, read), name: file.name, type: file.type, link };
}
