import type { identity } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { endSessions } from "./end-sessions.ts";

export const revokeOtherSessions: UseCase<typeof identity.sessions.revokeOthers> = async (ctx) => {
  const { id, accountId } = ctx.actor.session;
  const ended = await endSessions(ctx.db, accountId, { except: id });
  ctx.audit({ target: `account:${accountId}`, changes: { ended } });
  return { ended };
};
