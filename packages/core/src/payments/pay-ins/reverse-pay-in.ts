import {
  merchantBalance,
  merchantReceivable,
  payInReversed,
  platformFees,
  platformOwner,
  platformRounding,
  settlementCurrency as of,
  teamEarnings,
  teamReceivable,
  traderCollateral,
  traderEarnings,
  traderReceivable,
} from "@mainstay/contracts";
import type { Tx } from "@mainstay/db";
import { journalId, type Poster } from "../../ledger/index.ts";
import { availableOn, giveBack, least, takenBy } from "../orders/give-back.ts";
import type { PayInRow } from "./pay-in-row.ts";
import { teamOf, traderOf } from "./settle-pay-in.ts";

/** Everybody gives back their part, and the trader gets what he had sent on. */
export async function reversePayIn(ctx: Poster, tx: Tx, order: PayInRow): Promise<void> {
  const settlementId = order.settlementId ?? order.id;
  const [merchant, trader, team] = [order.merchantId, traderOf(order), teamOf(order)];
  await giveBack(ctx, tx, {
    id: journalId("pay_in", order.id, "reversed", String(order.version)),
    kind: payInReversed,
    ref: `pay_in:${order.id}`,
    settlementId,
    currency: of,
    gaveTo: [
      { from: merchantBalance.of(merchant, of), owing: merchantReceivable.of(merchant, of) },
      { from: traderEarnings.of(trader, of), owing: traderReceivable.of(trader, of) },
      { from: teamEarnings.of(team, of), owing: teamReceivable.of(team, of) },
      { from: platformFees.of(platformOwner, of), owing: null },
      { from: platformRounding.of(platformOwner, of), owing: null },
    ],
    async to(sum) {
      // What the trader owed for late money is owed no more, as far as it still is.
      const owed = traderReceivable.of(trader, of);
      const lent = least(sum, await takenBy(tx, settlementId, owed));
      const wasOwed = least(lent, await availableOn(tx, owed));
      return [
        { account: owed, amount: wasOwed },
        { account: traderCollateral.of(trader, of), amount: sum - wasOwed },
      ];
    },
  });
}
