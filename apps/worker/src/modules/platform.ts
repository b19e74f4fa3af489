import type { jobs } from "@mainstay/contracts";
import { sweepEvents, sweepIdempotency, sweepOutbox } from "@mainstay/core";
import type { Handlers } from "@mainstay/runtime/jobs";

export const platform: Handlers<typeof jobs.platform> = {
  sweepIdempotency,
  sweepOutbox,
  sweepEvents,
};
