import { readFileSync } from "node:fs";

const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};

/** Of this server; all packages share it. */
export const version = manifest.version;
/** Older SDKs are not served any more. */
export const oldestSdk = "0.1.0";
