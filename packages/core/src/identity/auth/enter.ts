import {
  type Audience,
  secondFactorAudiences,
  type SessionLimit,
  trustedDeviceDays,
} from "@mainstay/contracts";
import { devices, type Tx } from "@mainstay/db";
import { eq } from "drizzle-orm";
import { v7 } from "uuid";
import type { Actor } from "../../actor.ts";
import type { Ctx } from "../../context.ts";
import { notifyAccount } from "../accounts/notify-account.ts";
import { recogniseDevice } from "../devices/recognise-device.ts";
import { describeSeen } from "../login-history/describe-seen.ts";
import { recordLogin, seenFrom } from "../login-history/record-login.ts";
import { newDeviceMail } from "../mail/new-device.ts";
import { isPasswordTooOld } from "../passwords/password-age.ts";
import { type NewSession, openSession } from "../sessions/open-session.ts";
import type { Candidate } from "./load-candidate.ts";

type EnterCtx = Ctx<never, Tx, Actor | null>;

/** The last step at a door, for somebody who has shown all that it asks for. */
export async function enter(
  ctx: EnterCtx,
  from: {
    readonly candidate: Candidate;
    readonly audience: Audience;
    readonly secondFactor: NewSession["secondFactor"];
    readonly deviceName?: string | undefined;
    readonly trustDevice?: boolean;
  },
): Promise<Awaited<ReturnType<typeof openSession>>> {
  const { candidate, audience, secondFactor } = from;
  const { id: accountId, email, name, locale } = candidate;
  const now = ctx.clock.now();
  const device = await recogniseDevice(ctx.db, {
    accountId,
    known: candidate.device,
    name: from.deviceName,
    seen: seenFrom(ctx),
    now,
  });
  if (from.trustDevice) await trustDevice(ctx, device.id);
  const sessionId = v7();
  const answer = await openSession(ctx, {
    id: sessionId,
    account: { id: accountId, email, name, locale },
    audience,
    device,
    secondFactor,
    limitedTo: await limitOf(ctx, candidate, audience),
  });
  const deviceId = device.id;
  await recordLogin(ctx, { accountId, audience, outcome: "signed_in", deviceId, sessionId });
  const isNew = candidate.device === null || !candidate.knowsCountry;
  // Whoever has never signed in knows that this is the first time.
  if (isNew && candidate.signedInBefore) {
    await notifyAccount(ctx, accountId, newDeviceMail, describeSeen(ctx));
  }
  return answer;
}

async function trustDevice({ db, clock, settings }: EnterCtx, deviceId: string): Promise<void> {
  const days = await settings.get(trustedDeviceDays);
  await db
    .update(devices)
    .set({ trustedUntil: new Date(clock.now().getTime() + days * 86_400_000) })
    .where(eq(devices.id, deviceId));
}

async function limitOf(
  { settings, clock }: EnterCtx,
  { hasFactor, passwordChangedAt: changedAt }: Candidate,
  audience: Audience,
): Promise<SessionLimit | null> {
  const now = clock.now();
  if (await isPasswordTooOld({ audience, changedAt, now }, settings)) return "change_password";
  const needsFactor = (await settings.get(secondFactorAudiences)).includes(audience);
  return needsFactor && !hasFactor ? "enroll_second_factor" : null;
}
