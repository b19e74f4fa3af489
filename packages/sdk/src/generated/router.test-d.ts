import type { contract } from "@mainstay/contracts";
import type { Verdict } from "../../generate/verdict.ts";
import type { Api } from "./router.ts";

/** Only the compiler runs this: the generated types say what the contract says, and nothing is `any`. */
export const generated: Verdict<typeof contract, Api> = "the same";
