import type { Verdict } from "../verdict.ts";
import type { rich } from "./contract.ts";
import type { Api } from "./router.ts";

/** Only the compiler runs this; the other test makes sure that the file is what the generator makes. */
export const generated: Verdict<typeof rich, Api> = "the same";

type Sabotaged = { shop: Omit<Api["shop"], "ping"> & { ping: Api["shop"]["pay"] } };
// @ts-expect-error -- the verdict must see another kind, another input and another output
export const sabotaged: Verdict<typeof rich, Sabotaged> = "the same";
