import { type payments, payOutChanged } from "@mainstay/contracts";
import { payOuts } from "@mainstay/db";
import { and, eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { payOutScope } from "./pay-out-scope.ts";
import { payOutView } from "./pay-out-view.ts";

export const watchPayOuts: UseCase<typeof payments.payOuts.watch> = (ctx, { lastEventId }) =>
  ctx.live.watch(
    [payOutChanged],
    { after: lastEventId, signal: ctx.signal },
    // An event names the order; what is sent is the order as it is by then.
    async ({ data }, db) => {
      const where = and(eq(payOuts.id, data.orderId), payOutScope(ctx.actor));
      const [row] = await db.select().from(payOuts).where(where);
      return row && payOutView(ctx, row);
    },
  );
