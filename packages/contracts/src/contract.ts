import { identity, identityJobs, identitySettings } from "./identity/index.ts";
import type { FilePurpose } from "./file-purpose.ts";
import type { Chart } from "./ledger/chart.ts";
import { ledger, ledgerChart, ledgerJobs, ledgerSettings } from "./ledger/index.ts";
import {
  payments,
  paymentsChart,
  paymentsEvents,
  paymentsFilePurposes,
  paymentsJobs,
  paymentsSettings,
} from "./payments/index.ts";
import {
  platform,
  platformEvents,
  platformFilePurposes,
  platformJobs,
  platformSettings,
} from "./platform/index.ts";

/** The product: one line a module in each. */
export const contract = { identity, ledger, payments, platform };
export const jobs = {
  identity: identityJobs,
  ledger: ledgerJobs,
  payments: paymentsJobs,
  platform: platformJobs,
};
export const events = [...paymentsEvents, ...platformEvents];
export const settingsOfModules = [
  ...identitySettings,
  ...ledgerSettings,
  ...paymentsSettings,
  ...platformSettings,
];
export const filePurposes: readonly FilePurpose[] = [
  ...paymentsFilePurposes,
  ...platformFilePurposes,
];
/** The chart of accounts of all modules. */
export const charts: readonly Chart[] = [ledgerChart, paymentsChart];
