import { createHash, randomBytes } from "node:crypto";

/** What a mailed link, a device or a challenge carries. Only its hash is kept. */
export const mintToken = (): string => randomBytes(32).toString("base64url");

/** A plain hash is enough: nobody can guess 32 random bytes. */
export const hashToken = (token: string): Buffer => createHash("sha256").update(token).digest();
