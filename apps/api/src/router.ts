import { contract } from "@mainstay/contracts";
import { platform } from "./modules/platform.ts";
import { assemble } from "./trpc/implement.ts";

export const product = assemble(contract, { platform });
