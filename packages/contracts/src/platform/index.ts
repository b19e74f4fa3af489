import { audit, sealAudit } from "./audit.ts";
import {
  clientErrorDays,
  clientErrors,
  clientErrorsMost,
  sweepClientErrors,
} from "./client-errors.ts";
import { deliver, deliveries, deliveryDays, sweepDeliveries } from "./deliveries.ts";
import {
  documentFile,
  fileAttachHours,
  files,
  filesUnattachedMost,
  pictureFile,
  removeStored,
  sweepFiles,
} from "./files.ts";
import { idempotencyHours, sweepIdempotency } from "./idempotency.ts";
import { jobProcedures } from "./jobs.ts";
import { liveReplayMinutes, sweepEvents } from "./live.ts";
import { notifications } from "./notifications.ts";
import { outboxDays, sweepOutbox } from "./outbox.ts";
import { pushHosts } from "./push.ts";
import { rateLimits } from "./rate-limits.ts";
import {
  rateAgeMinutes,
  rateJumpPercent,
  ratePairs,
  rates,
  refreshRates,
  typedRateHours,
} from "./rates.ts";
import { reference } from "./reference.ts";
import { settingChanged, settings } from "./settings.ts";
import { system } from "./system.ts";

export * from "./audit.ts";
export * from "./client-errors.ts";
export * from "./deliveries.ts";
export * from "./files.ts";
export * from "./idempotency.ts";
export * from "./jobs.ts";
export * from "./live.ts";
export * from "./notifications.ts";
export * from "./outbox.ts";
export * from "./push.ts";
export * from "./rate-limits.ts";
export * from "./rates.ts";
export * from "./reference.ts";
export * from "./request.ts";
export * from "./settings.ts";
export * from "./system.ts";
export * from "./telegram.ts";

export const platform = {
  rates,
  system,
  settings,
  audit,
  jobs: jobProcedures,
  clientErrors,
  reference,
  notifications,
  deliveries,
  files,
};
export const platformJobs = {
  sweepIdempotency,
  sweepOutbox,
  sweepEvents,
  sealAudit,
  refreshRates,
  sweepClientErrors,
  deliver,
  sweepDeliveries,
  removeStored,
  sweepFiles,
};
export const platformEvents = [settingChanged] as const;
export const platformSettings = [
  idempotencyHours,
  outboxDays,
  liveReplayMinutes,
  ratePairs,
  rateAgeMinutes,
  typedRateHours,
  rateJumpPercent,
  clientErrorDays,
  clientErrorsMost,
  deliveryDays,
  pushHosts,
  fileAttachHours,
  filesUnattachedMost,
  ...Object.values(rateLimits),
] as const;
export const platformFilePurposes = [pictureFile, documentFile] as const;
