import type { platform } from "@mainstay/contracts";
import { deliveries } from "@mainstay/db";
import { and, desc, eq, lt } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { idOfCursor, pageOf } from "../../page.ts";
import { addressHash } from "./address-hash.ts";
import { deliveryView } from "./delivery-view.ts";

export const listDeliveries: UseCase<typeof platform.deliveries.list> = async (ctx, input) => {
  const { accountId, email, channel, state, template } = input;
  const after = idOfCursor(input.cursor);
  const rows = await ctx.db
    .select()
    .from(deliveries)
    .where(
      and(
        accountId === undefined ? undefined : eq(deliveries.accountId, accountId),
        email === undefined
          ? undefined
          : eq(deliveries.addressHash, addressHash(ctx.sealer, "email", email)),
        channel === undefined ? undefined : eq(deliveries.channel, channel),
        state === undefined ? undefined : eq(deliveries.state, state),
        template === undefined ? undefined : eq(deliveries.template, template),
        after === null ? undefined : lt(deliveries.id, after),
      ),
    )
    .orderBy(desc(deliveries.id))
    .limit(input.limit + 1);
  return pageOf(rows, input.limit, deliveryView);
};
