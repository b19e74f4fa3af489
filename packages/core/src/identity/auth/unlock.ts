import { type auth, linkUnusable } from "@mainstay/contracts";
import { guesses } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { useMailedToken } from "./mailed-token.ts";

export const unlock: UseCase<typeof auth.unlock> = async (ctx, { token }) => {
  const used = await useMailedToken(ctx.db, "unlock", token, ctx.clock.now());
  if (!used) return ctx.fail(linkUnusable());
  await ctx.db.delete(guesses).where(eq(guesses.key, used.subject ?? ""));
  return { kind: "unlocked" };
};
