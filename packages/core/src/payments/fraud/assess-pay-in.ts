import {
  fraudAmountRepeated,
  fraudIpVelocity,
  fraudLookBackMost,
  fraudPayerUnknown,
  fraudPayerVelocity,
  fraudRejectScore,
  fraudReviewScore,
  fraudUnpaidOften,
} from "@mainstay/contracts";
import { askPrepared, type DbOrTx } from "@mainstay/db";
import { v7 } from "uuid";
import type { Ctx } from "../../context.ts";
import type { SettingsReader } from "../../platform/index.ts";
import { ipHash, payerHash } from "./fingerprints.ts";
import { type FraudFacts, type FraudNumbers, type FraudScore, scorePayIn } from "./score-pay-in.ts";

export interface Assessed extends FraudScore {
  /** For the order, so that it counts for those that come after it. */
  readonly payerIp: Buffer | null;
}
interface Asked {
  readonly store: { readonly merchantId: string };
  readonly currency: string;
  readonly method: string;
  readonly amount: bigint;
  readonly payer: { readonly id?: string | undefined; readonly ip?: string | undefined };
}

/**
 * Looks at a pay-in before it is made. It takes no lock: of many that are made at the same moment none sees
 * the others, so velocity is counted nearly, and nobody waits for it.
 */
export async function assessPayIn(
  ctx: Pick<Ctx, "sealer" | "settings" | "clock">,
  tx: DbOrTx,
  { store: { merchantId }, currency, amount, payer }: Asked,
): Promise<Assessed> {
  const numbers = await readNumbers(ctx.settings);
  const payerIp = payer.ip === undefined ? null : ipHash(ctx.sealer, payer.ip);
  const payerId = payer.id ?? null;
  const { payerVelocity, ipVelocity, amountRepeated, unpaidOften } = numbers;
  const now = ctx.clock.now().getTime();
  const since = (minutes: number) => firstId(now - minutes * 60_000);
  const facts = await askPrepared<Counted>(tx, "payments_assess_pay_in", statement, [
    merchantId,
    payerId,
    payerIp,
    currency,
    amount,
    payerId === null ? null : payerHash(ctx.sealer, merchantId, payerId),
    since(Math.max(payerVelocity.minutes, amountRepeated.minutes, unpaidOften.minutes)),
    since(Math.max(ipVelocity.minutes, unpaidOften.minutes)),
    since(payerVelocity.minutes),
    since(amountRepeated.minutes),
    since(ipVelocity.minutes),
    since(unpaidOften.minutes),
    fraudLookBackMost,
  ]);
  const payerUnknown = payerId === null && payerIp === null;
  return { ...scorePayIn(factsOf(facts, payerUnknown), numbers), payerIp };
}

type Counted = [
  payerListed: boolean,
  ipListed: boolean,
  payerOrders: number,
  sameAmount: number,
  payerUnpaid: number,
  ipOrders: number,
  ipUnpaid: number,
];

const factsOf = (
  [payerListed, ipListed, payerOrders, sameAmount, payerUnpaid, ipOrders, ipUnpaid]: Counted,
  payerUnknown: boolean,
): FraudFacts => ({
  payerUnknown,
  payerListed,
  ipListed,
  payerOrders,
  sameAmount,
  payerUnpaid,
  ipOrders,
  ipUnpaid,
});

/** Ids begin with their time. */
const firstId = (at: number): string =>
  v7({ msecs: Math.max(0, at), seq: 0, random: new Uint8Array(16) });

const lastId = "'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid";

const listed = (kind: string, hash: string) => `exists (
  select from fraud_entries where kind = '${kind}' and hash = ${hash}::bytea and lifted_at is null
     and (until is null or until > now()))`;

/**
 * Four looks into indexes; however many orders somebody has, no more than the newest are read. Rows are
 * compared whole, as only the index that is meant has that order: by `id desc` alone the planner may as well
 * walk back through everybody's orders until it has found enough of this one's.
 */
const statement = `
with by_payer as (
  select id, state, currency, amount from pay_ins
   where (payer_id, merchant_id, id) >= ($2::text, $1::uuid, $7::uuid)
     and (payer_id, merchant_id, id) <= ($2::text, $1::uuid, ${lastId})
   order by payer_id desc, merchant_id desc, id desc limit $13::int
), by_ip as (
  select id, state from pay_ins
   where payer_ip is not null
     and (payer_ip, id) >= ($3::bytea, $8::uuid) and (payer_ip, id) <= ($3::bytea, ${lastId})
   order by payer_ip desc, id desc limit $13::int
)
select ${listed("payer", "$6")}, ${listed("ip", "$3")}, p.orders, p.same, p.unpaid, i.orders, i.unpaid
  from (select count(*) filter (where id >= $9::uuid)::int as orders,
               count(*) filter (where id >= $10::uuid and currency = $4::text and amount = $5::bigint)::int as same,
               count(*) filter (where id >= $12::uuid and state in ('expired', 'cancelled'))::int as unpaid
          from by_payer) p,
       (select count(*) filter (where id >= $11::uuid)::int as orders,
               count(*) filter (where id >= $12::uuid and state in ('expired', 'cancelled'))::int as unpaid
          from by_ip) i`;

const readNumbers = async (settings: SettingsReader): Promise<FraudNumbers> => ({
  reviewScore: await settings.get(fraudReviewScore),
  rejectScore: await settings.get(fraudRejectScore),
  payerVelocity: await settings.get(fraudPayerVelocity),
  ipVelocity: await settings.get(fraudIpVelocity),
  amountRepeated: await settings.get(fraudAmountRepeated),
  unpaidOften: await settings.get(fraudUnpaidOften),
  payerUnknown: await settings.get(fraudPayerUnknown),
});
