import { mintToken } from "../../identity/index.ts";

/** Tells it from keys and access tokens, here and to scanners of code and logs. */
export const sessionTokenPrefix = "mps_";

export const mintSessionToken = (): string => sessionTokenPrefix + mintToken();
