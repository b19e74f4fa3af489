import { z } from "zod";
import { permission } from "../access.ts";
import { query } from "../define.ts";
import { personal } from "../mark.ts";
import { Money } from "../money.ts";
import { MethodCode, PayInState } from "./pay-in.ts";
import { PayOutState } from "./pay-out.ts";

export const searchPayments = permission("payments.search", { roles: ["support"] });

/** Of one kind; whoever needs more has the lists. */
export const hitsMost = 20;

const order = {
  id: z.uuid(),
  merchantId: z.uuid(),
  storeId: z.uuid(),
  traderId: z.uuid().nullable(),
  reference: z.string(),
  money: Money,
  createdAt: z.iso.datetime(),
};
const named = { id: z.uuid(), name: z.string(), state: z.string() };

export const SearchHit = z
  .discriminatedUnion("kind", [
    z.object({
      kind: z.literal("pay_in"),
      ...order,
      state: PayInState,
      payable: Money.nullable(),
    }),
    z.object({ kind: z.literal("pay_out"), ...order, state: PayOutState }),
    z.object({
      kind: z.literal("requisite"),
      id: z.uuid(),
      traderId: z.uuid(),
      method: MethodCode,
      numberMasked: z.string(),
      holder: z.string(),
      state: z.string(),
    }),
    z.object({ kind: z.literal("trader"), ...named, teamId: z.uuid() }),
    z.object({ kind: z.literal("merchant"), ...named }),
    z.object({ kind: z.literal("store"), ...named, merchantId: z.uuid() }),
  ])
  .meta({ id: "SearchHit" });

export const search = query({
  summary: "What one text is: an order, a requisite, a trader, a merchant, a store",
  description:
    "Orders by id, reference, a proof's bank reference, or a sum with its currency such as `1500.07 RUB`; requisites by id, the whole number or its end; the rest by id or a part of its name. The newest of each kind, 20 at most.",
  access: searchPayments,
  // It may be the whole number of somebody's card.
  sensitive: true,
  input: z.object({ text: personal(z.string().trim().min(2).max(200)) }),
  output: z.object({ items: z.array(SearchHit) }),
});
