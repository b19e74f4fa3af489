import { type payments, payInChanged } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { readVisit } from "./session-row.ts";
import { sessionView } from "./session-view.ts";

export const watchSession: UseCase<typeof payments.sessions.watch> = (ctx, { lastEventId }) =>
  ctx.live.watch(
    [payInChanged],
    { after: lastEventId, signal: ctx.signal },
    async ({ data }, db) => {
      if (data.sessionId !== ctx.actor.visitor.id) return undefined;
      return sessionView({ ...ctx, db }, await readVisit(db, ctx.actor));
    },
  );
