import { contract } from "@mainstay/contracts";
import { identity } from "./modules/identity.ts";
import { ledger } from "./modules/ledger.ts";
import { payments } from "./modules/payments.ts";
import { platform } from "./modules/platform.ts";
import { assemble } from "./trpc/implement.ts";

export const modules = { identity, ledger, payments, platform };
export const product = assemble(contract, modules);
