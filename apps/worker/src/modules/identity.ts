import type { jobs } from "@mainstay/contracts";
import type { Handlers } from "@mainstay/runtime/jobs";

export const identity: Handlers<typeof jobs.identity> = {};
