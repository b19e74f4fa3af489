import type { jobs } from "@mainstay/contracts";
import { rotateSigningKeys } from "@mainstay/core/identity/tokens/rotate-signing-keys";
import type { Handlers } from "@mainstay/runtime/jobs";

export const identity: Handlers<typeof jobs.identity> = { rotateSigningKeys };
