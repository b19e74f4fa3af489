import {
  accountClosed,
  accountIsBlocked,
  accountNeeded,
  accountOutOfReach,
  audienceMissing,
  type identity,
  ownAccount,
} from "@mainstay/contracts";
import { v7 } from "uuid";
import type { UseCase } from "../../context.ts";
import { isOfBackOffice } from "../grants/require-reach.ts";
import { recordLogin } from "../login-history/record-login.ts";
import { signedInAsMail } from "../mail/signed-in-as.ts";
import { openSession } from "../sessions/open-session.ts";
import { accountView } from "./account-view.ts";
import { holdAccount } from "./hold-account.ts";
import { notifyAccount } from "./notify-account.ts";

const lifeMs = 30 * 60_000;

/** The guards let such a session only read; nobody of the back office is looked at, not even by administrators. */
export const signInAs: UseCase<typeof identity.accounts.signInAs> = async (ctx, input) => {
  const { accountId, audience, reason } = input;
  const { db, actor } = ctx;
  const account = await holdAccount(ctx, accountId);
  // A key is nobody in particular, and this is somebody's to answer for.
  if (!actor.session) throw accountNeeded();
  if (actor.session.accountId === accountId) ctx.fail(ownAccount());
  if (await isOfBackOffice(db, accountId)) ctx.fail(accountOutOfReach());
  if (account.status === "blocked") ctx.fail(accountIsBlocked({ accountId }));
  if (account.email === null) return ctx.fail(accountClosed({ accountId }));
  const { audiences } = await accountView(db, accountId);
  if (!audiences.includes(audience)) ctx.fail(audienceMissing({ accountId, audience }));
  const sessionId = v7();
  const { accessToken, expiresAt } = await openSession(ctx, {
    id: sessionId,
    account: { id: accountId, email: account.email, name: account.name, locale: account.locale },
    audience,
    device: null,
    secondFactor: null,
    limitedTo: null,
    realAccountId: actor.session.accountId,
    lifeMs,
  });
  await recordLogin(ctx, { accountId, audience, outcome: "signed_in_as", sessionId });
  await notifyAccount(ctx, accountId, signedInAsMail, {
    at: ctx.clock.now().toISOString(),
    until: expiresAt,
  });
  ctx.audit({ target: `account:${accountId}`, changes: { audience, reason, session: sessionId } });
  return { accessToken, expiresAt };
};
