import type { jobs } from "@mainstay/contracts";
import { templates } from "@mainstay/core";
import { sealAudit } from "@mainstay/core/platform/audit/seal-audit";
import { sweepClientErrors } from "@mainstay/core/platform/client-errors/sweep-client-errors";
import { removeStored } from "@mainstay/core/platform/files/remove-stored";
import { sweepFiles } from "@mainstay/core/platform/files/sweep-files";
import { sweepIdempotency } from "@mainstay/core/platform/idempotency/sweep-idempotency";
import { sweepEvents } from "@mainstay/core/platform/live/sweep-events";
import { deliverWith } from "@mainstay/core/platform/notifications/deliver";
import { sweepDeliveries } from "@mainstay/core/platform/notifications/sweep-deliveries";
import { refreshRates } from "@mainstay/core/platform/rates/refresh-rates";
import { sweepOutbox } from "@mainstay/core/platform/outbox/sweep-outbox";
import type { Handlers } from "@mainstay/runtime/jobs";

export const platform: Handlers<typeof jobs.platform> = {
  sweepIdempotency,
  sweepOutbox,
  removeStored,
  sweepFiles,
  sweepClientErrors,
  sweepEvents,
  sealAudit,
  refreshRates,
  deliver: deliverWith(templates),
  sweepDeliveries,
};
