import type { Chart } from "../ledger/chart.ts";
import { paymentAccounts } from "./accounts.ts";
import { fraud } from "./fraud.ts";
import { fraudSettings } from "./fraud-settings.ts";
import { payInJournals } from "./pay-in-journals.ts";
import {
  confirmMinutes,
  fraudReviewMinutes,
  lateMinutesLeast,
  lateMinutesMost,
  matchingSeconds,
  payMinutes,
} from "./pay-in-settings.ts";
import { endOverduePayIns, matchPayIns, payInChanged, payIns } from "./pay-ins.ts";
import { payOutJournals } from "./pay-out-journals.ts";
import { payOutSettings } from "./pay-out-settings.ts";
import { endOverduePayOuts, offerPayOuts, payOutChanged, payOuts } from "./pay-outs.ts";
import { movementJournals, movements } from "./movements.ts";
import { eventDays, merchantEvents as events, sweepMerchantEvents } from "./merchant-events.ts";
import { merchants } from "./merchants.ts";
import { proofFile, proofs, proofsMost } from "./proofs.ts";
import { requisites, sweepPlaces } from "./requisites.ts";
import { sandbox, sandboxJournals } from "./sandbox.ts";
import { search } from "./search.ts";
import { sessionMinutes, sessionTriesMost } from "./session-settings.ts";
import { paymentSessions } from "./sessions.ts";
import { statistics } from "./statistics.ts";
import { storeTraders } from "./store-traders.ts";
import { storeLogoFile, stores } from "./stores.ts";
import { teams } from "./teams.ts";
import { terms } from "./terms.ts";
import { onlineSeconds, sweepOnline, traders } from "./traders.ts";
import {
  deliverWebhooks,
  fanOutEvents,
  webhookLoopback,
  webhookOverlapHours,
  webhooks,
  webhooksMost,
} from "./webhooks.ts";

export * from "./accounts.ts";
export * from "./fee-parts.ts";
export * from "./fraud.ts";
export * from "./fraud-settings.ts";
export * from "./merchant-events.ts";
export * from "./merchants.ts";
export * from "./methods.ts";
export * from "./store-traders.ts";
export * from "./stores.ts";
export * from "./terms.ts";
export * from "./movements.ts";
export * from "./order-filters.ts";
export * from "./pay-in.ts";
export * from "./pay-in-journals.ts";
export * from "./pay-in-settings.ts";
export * from "./pay-ins.ts";
export * from "./pay-out.ts";
export * from "./pay-out-journals.ts";
export * from "./pay-out-settings.ts";
export * from "./pay-outs.ts";
export * from "./percent.ts";
export * from "./proofs.ts";
export * from "./requisites.ts";
export * from "./sandbox.ts";
export * from "./search.ts";
export * from "./session-settings.ts";
export * from "./sessions.ts";
export * from "./statistics.ts";
export * from "./teams.ts";
export * from "./traders.ts";
export * from "./webhooks.ts";

/** One line a group. */
export const payments = {
  events,
  fraud,
  merchants,
  movements,
  payIns,
  payOuts,
  proofs,
  search,
  sessions: paymentSessions,
  statistics,
  storeTraders,
  stores,
  terms,
  requisites,
  sandbox,
  teams,
  traders,
  webhooks,
};
export const paymentsJobs = {
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
export const paymentsFilePurposes = [proofFile, storeLogoFile] as const;
export const paymentsEvents = [payInChanged, payOutChanged] as const;
export const paymentsSettings = [
  ...fraudSettings,
  ...payOutSettings,
  confirmMinutes,
  fraudReviewMinutes,
  lateMinutesLeast,
  lateMinutesMost,
  matchingSeconds,
  payMinutes,
  proofsMost,
  onlineSeconds,
  sessionMinutes,
  sessionTriesMost,
  eventDays,
  webhookLoopback,
  webhookOverlapHours,
  webhooksMost,
] as const;

export const paymentsChart: Chart = {
  module: "payments",
  accounts: paymentAccounts,
  journals: [...movementJournals, ...payInJournals, ...payOutJournals, ...sandboxJournals],
};
