import type { Audience, loginOutcomes } from "@mainstay/contracts";
import { type DbOrTx, devices, loginHistory, prepared } from "@mainstay/db";
import { eq, sql } from "drizzle-orm";
import { v7 } from "uuid";
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

const seeing = (db: DbOrTx) =>
  db
    .update(devices)
    .set({ seenAt: sql.placeholder("at") as unknown as Date })
    .where(eq(devices.id, sql.placeholder("deviceId")))
    .returning();

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
  await prepared(ctx.db, "identity_record_login", (on) =>
    on
      .with(on.$with("seen").as(seeing(on)))
      .insert(loginHistory)
      .values({
        id: sql.placeholder("id"),
        accountId: sql.placeholder("accountId"),
        audience: sql.placeholder("audience"),
        outcome: sql.placeholder("outcome"),
        deviceId: sql.placeholder("deviceId"),
        sessionId: sql.placeholder("sessionId"),
        at: sql.placeholder("at"),
        ip: sql.placeholder("ip"),
        browser: sql.placeholder("browser"),
        system: sql.placeholder("system"),
        country: sql.placeholder("country"),
        city: sql.placeholder("city"),
      }),
  ).execute({
    deviceId: null,
    sessionId: null,
    ...attempt,
    id: v7(),
    at: ctx.clock.now(),
    ip: ctx.ip,
    ...seenFrom(ctx),
  });
}
