import { type payments, payInChanged } from "@mainstay/contracts";
import { payIns } from "@mainstay/db";
import { and, eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { payInScope } from "./pay-in-scope.ts";
import { payInView } from "./pay-in-view.ts";

export const watchPayIns: UseCase<typeof payments.payIns.watch> = (ctx, { lastEventId }) =>
  ctx.live.watch(
    [payInChanged],
    { after: lastEventId, signal: ctx.signal },
    // An event names the order; what is sent is the order as it is by then.
    async ({ data }, db) => {
      const where = and(eq(payIns.id, data.orderId), payInScope(ctx.actor));
      const [row] = await db.select().from(payIns).where(where);
      return row && payInView(ctx, row);
    },
  );
