import type { profile } from "@mainstay/contracts";
import {
  accounts,
  auditRows,
  devices,
  emailChanges,
  files,
  loginHistory,
  sessions,
  totpFactors,
  type Tx,
} from "@mainstay/db";
import { desc, eq } from "drizzle-orm";
import type { CtxOf, PreparedUseCase } from "../../context.ts";
import { exportRecipient } from "../../platform/index.ts";
import { verifyOwnPassword } from "../passwords/verify-own-password.ts";
import { grantsOf } from "./load-profile.ts";

type Export = typeof profile.export;

/** Of each list, the newest; `leftOut` names those that were longer. */
const most = 5_000;

export const exportProfile: PreparedUseCase<Export, void> = {
  prepare: (ctx, { password }) => verifyOwnPassword(ctx, password),

  async run(ctx) {
    const { accountId } = ctx.actor.session;
    ctx.audit({ target: `account:${accountId}` });
    return { exportedAt: ctx.clock.now().toISOString(), account: await dataOf(ctx, accountId) };
  },
};

/** What is named here is all that is told: no hash, no secret, no id that opens anything. */
async function dataOf({ db }: CtxOf<Export>, accountId: string) {
  const lists = {
    sessions: await sessionsOf(db, accountId),
    devices: await devicesOf(db, accountId),
    loginHistory: await attemptsOf(db, accountId),
    activity: await deedsOf(db, accountId),
    files: await filesOf(db, accountId),
  };
  return {
    ...(await accountOf(db, accountId)),
    grants: await grantsOf(db, accountId),
    notifications: plain(await exportRecipient(db, accountId)),
    ...plain({
      sessions: lists.sessions.slice(0, most),
      devices: lists.devices.slice(0, most),
      loginHistory: lists.loginHistory.slice(0, most),
      activity: lists.activity.slice(0, most),
    }),
    leftOut: Object.entries(lists)
      .filter(([, rows]) => rows.length > most)
      .map(([name]) => name),
  };
}

async function accountOf(tx: Tx, accountId: string) {
  const [account] = await tx
    .select({
      id: accounts.id,
      email: accounts.email,
      name: accounts.name,
      locale: accounts.locale,
      timeZone: accounts.timeZone,
      audiences: accounts.audiences,
      passwordChangedAt: accounts.passwordChangedAt,
      createdAt: accounts.createdAt,
      secondFactorSince: totpFactors.confirmedAt,
      newEmail: emailChanges.newEmail,
      newEmailAskedAt: emailChanges.createdAt,
    })
    .from(accounts)
    .leftJoin(totpFactors, eq(totpFactors.accountId, accounts.id))
    .leftJoin(emailChanges, eq(emailChanges.accountId, accounts.id))
    .where(eq(accounts.id, accountId));
  if (!account) throw new Error("A session has no account");
  return plain(account);
}

const filesOf = (tx: Tx, accountId: string) =>
  tx
    .select({
      purpose: files.purpose,
      name: files.name,
      type: files.type,
      bytes: files.bytes,
      attachedTo: files.attachedTo,
      createdAt: files.createdAt,
    })
    .from(files)
    .where(eq(files.owner, `account:${accountId}`))
    .orderBy(desc(files.id))
    .limit(most + 1);

const sessionsOf = (tx: Tx, accountId: string) =>
  tx
    .select({
      id: sessions.publicId,
      audience: sessions.audience,
      createdAt: sessions.createdAt,
      seenAt: sessions.seenAt,
      ip: sessions.ip,
      browser: sessions.browser,
      system: sessions.system,
      country: sessions.country,
      city: sessions.city,
    })
    .from(sessions)
    .where(eq(sessions.userId, accountId))
    .orderBy(desc(sessions.publicId))
    .limit(most + 1);

const devicesOf = (tx: Tx, accountId: string) =>
  tx
    .select({
      id: devices.id,
      name: devices.name,
      trustedUntil: devices.trustedUntil,
      createdAt: devices.createdAt,
      seenAt: devices.seenAt,
    })
    .from(devices)
    .where(eq(devices.accountId, accountId))
    .orderBy(desc(devices.id))
    .limit(most + 1);

const attemptsOf = (tx: Tx, accountId: string) =>
  tx
    .select({
      at: loginHistory.at,
      audience: loginHistory.audience,
      outcome: loginHistory.outcome,
      ip: loginHistory.ip,
      browser: loginHistory.browser,
      system: loginHistory.system,
      country: loginHistory.country,
      city: loginHistory.city,
    })
    .from(loginHistory)
    .where(eq(loginHistory.accountId, accountId))
    .orderBy(desc(loginHistory.id))
    .limit(most + 1);

const deedsOf = (tx: Tx, accountId: string) =>
  tx
    .select({
      at: auditRows.at,
      action: auditRows.action,
      target: auditRows.target,
      outcome: auditRows.outcome,
      ip: auditRows.ip,
    })
    .from(auditRows)
    .where(eq(auditRows.actor, `account:${accountId}`))
    .orderBy(desc(auditRows.id))
    .limit(most + 1);

type Plain<T> = T extends Date
  ? string
  : T extends readonly (infer I)[]
    ? Plain<I>[]
    : T extends object
      ? { [K in keyof T]: Plain<T[K]> }
      : T;
/** As JSON says it: times are text. */
const plain = <T>(value: T): Plain<T> => JSON.parse(JSON.stringify(value)) as Plain<T>;
