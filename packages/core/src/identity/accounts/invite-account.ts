import type { identity } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { mailToken } from "../auth/mailed-token.ts";
import { invitationMail } from "../mail/invitation.ts";
import { accountView } from "./account-view.ts";
import { createAccount } from "./create-account.ts";
import { notifyAccount } from "./notify-account.ts";

const invitationMs = 7 * 86_400_000;

/** Nobody knows its password before its owner has set one. */
export const inviteAccount: UseCase<typeof identity.accounts.create> = async (ctx, input) => {
  const now = ctx.clock.now();
  const by = ctx.actor.name;
  const accountId = await createAccount(ctx, { ...input, passwordHash: null, by });
  const token = await mailToken(ctx.db, {
    purpose: "accept_invitation",
    accountId,
    lifeMs: invitationMs,
    now,
  });
  await notifyAccount(ctx, accountId, invitationMail, {
    name: input.name,
    token,
    expiresAt: new Date(now.getTime() + invitationMs).toISOString(),
  });
  ctx.audit({ target: `account:${accountId}`, changes: { grants: input.grants } });
  return accountView(ctx.db, accountId);
};
