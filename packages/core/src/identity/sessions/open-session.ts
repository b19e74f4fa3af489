import {
  type Audience,
  type SessionAnswer,
  sessionDays,
  sessionIdleDays,
  type SessionLimit,
  staffSessionHours,
} from "@mainstay/contracts";
import type { Tx } from "@mainstay/db";
import { v7 } from "uuid";
import type { z } from "zod";
import type { Ctx } from "../../context.ts";
import type { SettingsReader } from "../../platform/index.ts";
import { seenFrom } from "../login-history/record-login.ts";
import { createSession } from "../lucia/lucia-sessions.ts";
import { startRefreshChain } from "../tokens/refresh-chain.ts";

/** A customer's, merchant's or trader's door; all others are the house's own. */
const ofOutsiders: ReadonlySet<Audience> = new Set(["customer", "merchant", "trader"]);

export type SessionCtx = Pick<
  Ctx<never, Tx>,
  "db" | "clock" | "settings" | "tokens" | "geo" | "ip" | "userAgent" | "browser"
>;

export interface NewSession {
  readonly account: {
    readonly id: string;
    readonly email: string;
    readonly name: string;
    readonly locale: "ru" | "en";
  };
  readonly audience: Audience;
  /** `token` where the device is new, and its holder must be told. */
  readonly device: { readonly id: string; readonly token: string | null } | null;
  readonly secondFactor: "totp" | "recovery" | "trusted_device" | null;
  readonly limitedTo: SessionLimit | null;
  /** The public id, where the caller writes it down elsewhere. */
  readonly id?: string;
  /** Who it really is, where support looks at the account: its browser keeps its own session. */
  readonly realAccountId?: string | null;
  /** Instead of what the settings say. */
  readonly lifeMs?: number;
}

/** The caller has made sure of who it is. */
export async function openSession(
  ctx: SessionCtx,
  from: NewSession,
): Promise<z.output<typeof SessionAnswer>> {
  const { account, audience, device, limitedTo, realAccountId = null } = from;
  const now = ctx.clock.now();
  const lifeMs = from.lifeMs ?? (await lifeOf(audience, ctx.settings));
  const endsAt = new Date(now.getTime() + lifeMs);
  const publicId = from.id ?? v7();
  const session = await createSession(ctx.db, {
    accountId: account.id,
    idleDays: await ctx.settings.get(sessionIdleDays),
    attributes: {
      publicId,
      audience,
      endsAt,
      createdAt: now,
      seenAt: now,
      ip: ctx.ip,
      ...seenFrom(ctx),
      deviceId: device?.id ?? null,
      secondFactor: from.secondFactor,
      limitedTo,
      realAccountId,
    },
  });
  const refreshToken = await startRefreshChain(ctx.db, publicId, now);
  const access = await ctx.tokens.sign(
    ctx.db,
    { accountId: account.id, sessionId: publicId, audience },
    // Looking at somebody's account is short and has no second token.
    realAccountId === null ? undefined : lifeMs,
  );
  if (realAccountId === null) {
    ctx.browser?.keepSession(session.cookie, earlier(session.expiresAt, endsAt));
    if (device?.token) ctx.browser?.keepDevice(device.token, new Date(now.getTime() + deviceMs));
  }
  return {
    kind: "session",
    accessToken: access.token,
    expiresAt: access.expiresAt.toISOString(),
    refreshToken,
    device: device?.token ?? null,
    limitedTo,
    account: { ...account, audience },
  };
}

const earlier = (a: Date, b: Date): Date => (a < b ? a : b);

/** As long as browsers keep a cookie. */
const deviceMs = 400 * 86_400_000;

async function lifeOf(audience: Audience, settings: SettingsReader): Promise<number> {
  return ofOutsiders.has(audience)
    ? (await settings.get(sessionDays)) * 86_400_000
    : (await settings.get(staffSessionHours)) * 3_600_000;
}
