import { randomInt } from "node:crypto";
import type { Money } from "@mainstay/contracts";
import { requisites } from "@mainstay/db";
import { and, desc, eq } from "drizzle-orm";
import { moneyOf } from "../../money.ts";
import { digitsOf } from "../orders/value-of.ts";
import { createRequisite } from "../requisites/create-requisite.ts";
import type { NumberKind } from "../requisites/number.ts";
import { madeBy } from "./made-by.ts";
import type { Note, SupplyCtx } from "./supply.ts";

interface Wanted {
  readonly merchantId: string;
  readonly traderId: string;
  readonly currency: string;
  readonly method: string;
  readonly kind: NumberKind;
}

/** One that takes orders. Where it was archived or blocked another is made. */
export async function supplyRequisite(
  ctx: SupplyCtx,
  { merchantId, traderId, currency, method, kind }: Wanted,
  note: Note,
): Promise<{ id: string; number: string; max: Money }> {
  const [there] = await ctx.db
    .select()
    .from(requisites)
    .where(
      and(
        eq(requisites.traderId, traderId),
        eq(requisites.currency, currency),
        eq(requisites.method, method),
        eq(requisites.state, "active"),
      ),
    )
    .orderBy(desc(requisites.id))
    .limit(1);
  if (there) {
    const max = moneyOf(there.maxAmount, {
      code: currency,
      digits: await digitsOf(ctx.reference, currency),
    });
    return { id: there.id, number: there.numberMasked, max };
  }
  const made = await createRequisite(madeBy(ctx, merchantId), {
    traderId,
    method,
    bank: null,
    holder: "SANDBOX",
    number: fakeNumbers[kind](),
    min: { amount: "1", currency },
    max: { amount: "1000000", currency },
    dayCountCap: null,
    daySumCap: null,
    parallelCap: 1_000,
    coolDownSeconds: 0,
  });
  note("requisite");
  return { id: made.id, number: made.numberMasked, max: made.max };
}

/** Of no bank and no country: no card begins with zeros, and no country has the code 999. */
const fakeNumbers: Readonly<Record<NumberKind, () => string>> = {
  card: () => withLuhn(`0000${digits(11)}`),
  phone: () => `+999${digits(11)}`,
  account: () => `SANDBOX${digits(20)}`,
};

const digits = (count: number): string =>
  Array.from({ length: count }, () => randomInt(10)).join("");

/** Sixteen digits whose last checks the others. */
function withLuhn(body: string): string {
  const sum = Array.from(body, (digit, at) => Number(digit) * (at % 2 === 0 ? 2 : 1)).reduce(
    (all, value) => all + (value > 9 ? value - 9 : value),
    0,
  );
  return `${body}${(10 - (sum % 10)) % 10}`;
}
