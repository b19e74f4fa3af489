import type { jobs } from "@mainstay/contracts";
import type { Handlers } from "@mainstay/runtime/jobs";
import { identity } from "./modules/identity.ts";
import { ledger } from "./modules/ledger.ts";
import { payments } from "./modules/payments.ts";
import { platform } from "./modules/platform.ts";

/** The product's jobs: one line a module. */
export const handlers: Handlers<typeof jobs> = { identity, ledger, payments, platform };
