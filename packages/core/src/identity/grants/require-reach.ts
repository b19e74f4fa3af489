import { accountOutOfReach, type Audience, audienceOf, Role } from "@mainstay/contracts";
import { type DbOrTx, grants } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { Actor } from "../../actor.ts";
import type { Ctx } from "../../context.ts";

const backOffice: ReadonlySet<Audience> = new Set(["admin", "support", "staff"]);

/** Whether it holds a role that looks after others' accounts or money. */
export async function isOfBackOffice(db: DbOrTx, accountId: string): Promise<boolean> {
  const held = await db
    .select({ role: grants.role })
    .from(grants)
    .where(eq(grants.accountId, accountId));
  return held.some(({ role }) => backOffice.has(audienceOf[Role.parse(role)]));
}

/** Support looks after the house's guests; its own people are administrators' business. */
export async function requireReach(
  ctx: Ctx<typeof accountOutOfReach.reason, DbOrTx, Actor>,
  accountId: string,
): Promise<void> {
  if (ctx.actor.is("admin")) return;
  if (await isOfBackOffice(ctx.db, accountId)) ctx.fail(accountOutOfReach());
}
