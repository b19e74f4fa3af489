import { audit, sealAudit } from "./audit.ts";
import {
  clientErrorDays,
  clientErrors,
  clientErrorsMost,
  sweepClientErrors,
} from "./client-errors.ts";
import { idempotencyHours, sweepIdempotency } from "./idempotency.ts";
import { jobProcedures } from "./jobs.ts";
import { liveReplayMinutes, sweepEvents } from "./live.ts";
import { sendMail } from "./notifications.ts";
import { outboxDays, sweepOutbox } from "./outbox.ts";
import { rateLimits } from "./rate-limits.ts";
import { reference } from "./reference.ts";
import { settingChanged, settings } from "./settings.ts";
import { system } from "./system.ts";

export * from "./audit.ts";
export * from "./client-errors.ts";
export * from "./idempotency.ts";
export * from "./jobs.ts";
export * from "./live.ts";
export * from "./notifications.ts";
export * from "./outbox.ts";
export * from "./rate-limits.ts";
export * from "./reference.ts";
export * from "./request.ts";
export * from "./settings.ts";
export * from "./system.ts";

export const platform = { system, settings, audit, jobs: jobProcedures, clientErrors, reference };
export const platformJobs = {
  sweepIdempotency,
  sweepOutbox,
  sweepEvents,
  sealAudit,
  sweepClientErrors,
  sendMail,
};
export const platformEvents = [settingChanged] as const;
export const platformSettings = [
  idempotencyHours,
  outboxDays,
  liveReplayMinutes,
  clientErrorDays,
  clientErrorsMost,
  ...Object.values(rateLimits),
] as const;
