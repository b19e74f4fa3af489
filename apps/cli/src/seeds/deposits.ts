import type { Money } from "@mainstay/contracts";
import { Actor, type Ctx } from "@mainstay/core";
import { approveMovement } from "@mainstay/core/payments/movements/approve-movement";
import { recordMovement } from "@mainstay/core/payments/movements/record-movement";
import type { Tx } from "@mainstay/db";
import type { Operator } from "../operator.ts";
import { isThere } from "./is-there.ts";

interface Deposit {
  readonly account: "trader.collateral" | "merchant.balance";
  readonly owner: { readonly kind: "trader" | "merchant"; readonly id: string };
  readonly money: Money;
}

/** Money takes two: whoever records it is not who approves it. */
const second = new Actor({ name: "system:seed", roles: ["admin"] });

/** Known again by its outside reference, also where it was spent or rejected since. */
export async function depositOnce(
  operator: Operator,
  { account, owner, money }: Deposit,
): Promise<boolean> {
  const outsideReference = `development seed: ${account}`;
  const same = "select from movements where outside_reference = $1";
  if (await isThere(operator, same, [outsideReference])) return false;
  const make = async (inner: Ctx<string, Tx>): Promise<void> => {
    const said = { kind: "deposit", account, owner, money, outsideReference } as const;
    const { id: movementId } = await recordMovement({ ...inner, actor: second }, said);
    await approveMovement(inner, { movementId });
  };
  await operator.change("payments.movements.approve", make, undefined);
  return true;
}
