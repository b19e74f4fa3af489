import type { jobs } from "@mainstay/contracts";
import { sweepMerchantEvents } from "@mainstay/core/payments/events/sweep-events";
import { endOverduePayIns } from "@mainstay/core/payments/pay-ins/end-overdue-pay-ins";
import { matchPayIns } from "@mainstay/core/payments/pay-ins/match-pay-ins";
import { endOverduePayOuts } from "@mainstay/core/payments/pay-outs/end-overdue-pay-outs";
import { offerPayOuts } from "@mainstay/core/payments/pay-outs/offer-pay-outs";
import { sweepPlaces } from "@mainstay/core/payments/requisites/sweep-places";
import { sweepOnline } from "@mainstay/core/payments/traders/sweep-online";
import { deliverWebhooks } from "@mainstay/core/payments/webhooks/deliver-webhooks";
import { fanOutEvents } from "@mainstay/core/payments/webhooks/fan-out-events";
import type { Handlers } from "@mainstay/runtime/jobs";

export const payments: Handlers<typeof jobs.payments> = {
  endOverduePayIns,
  endOverduePayOuts,
  offerPayOuts,
  matchPayIns,
  sweepOnline,
  sweepPlaces,
  fanOutEvents,
  deliverWebhooks,
  sweepMerchantEvents,
};
