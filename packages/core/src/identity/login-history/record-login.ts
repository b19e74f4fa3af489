import type { Audience, loginOutcomes } from "@mainstay/contracts";
import { type DbOrTx, loginHistory } from "@mainstay/db";
import type { Ctx } from "../../context.ts";
import { nameBrowser, type SeenWith } from "./name-browser.ts";
import type { Place } from "../../ports.ts";

export type LoginCtx = Pick<Ctx<never, DbOrTx, null>, "db" | "clock" | "geo" | "ip" | "userAgent">;

/** From what and where a call comes, as its owner would recognise it. */
export const seenFrom = ({
  geo,
  ip,
  userAgent,
}: Omit<LoginCtx, "db" | "clock">): SeenWith & Place => ({
  ...nameBrowser(userAgent),
  ...((ip === null ? null : geo.place(ip)) ?? { country: null, city: null }),
});

/** One attempt at a door, for its account's owner and whoever looks into an attack. */
export async function recordLogin(
  ctx: LoginCtx,
  attempt: {
    /** Null where the address has none. */
    readonly accountId: string | null;
    readonly audience: Audience;
    readonly outcome: (typeof loginOutcomes)[number];
    readonly deviceId?: string | null;
    /** The public one. */
    readonly sessionId?: string | null;
  },
): Promise<void> {
  await ctx.db.insert(loginHistory).values({
    ...attempt,
    at: ctx.clock.now(),
    ip: ctx.ip,
    ...seenFrom(ctx),
  });
}
