import {
  earningsMoved,
  moveOwnEarnings,
  type payments,
  settlementCurrency,
  traderCollateral,
  traderEarnings,
  traderUnknown,
} from "@mainstay/contracts";
import { v7 } from "uuid";
import type { UseCase } from "../../context.ts";
import { balanceOf, postJournal } from "../../ledger/index.ts";
import { moneyOf } from "../../money.ts";
import { settlementOf } from "../settlement.ts";
import { ownerName } from "./owner-name.ts";
import { settlementAmount } from "./settlement-amount.ts";

/** Nobody else needs to look: it stays the trader's, and only comes nearer to what orders are held from. */
export const moveEarnings: UseCase<typeof payments.movements.moveEarnings> = async (
  ctx,
  { traderId, money },
) => {
  const target = `trader:${traderId}` as const;
  ctx.audit({ target });
  const trader = { kind: "trader", id: traderId } as const;
  const known = (await ownerName(ctx.db, trader)) !== undefined;
  if (!known || !ctx.actor.may(moveOwnEarnings, trader)) ctx.fail(traderUnknown({ traderId }));
  const amount = await settlementAmount(ctx, money);
  const earnings = traderEarnings.of(traderId, settlementCurrency);
  const collateral = traderCollateral.of(traderId, settlementCurrency);
  const { id } = await postJournal(ctx, ctx.db, {
    id: v7(),
    kind: earningsMoved,
    ref: target,
    legs: [{ debit: earnings, credit: collateral, amount }],
  });
  ctx.audit({ target, changes: { journal: id, money } });
  const currency = await settlementOf(ctx.reference);
  return {
    id,
    moved: moneyOf(amount, currency),
    earnings: moneyOf((await balanceOf(ctx.db, earnings)).available, currency),
    collateral: moneyOf((await balanceOf(ctx.db, collateral)).available, currency),
  };
};
