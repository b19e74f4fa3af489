import { timingSafeEqual } from "node:crypto";
import type { Sealer } from "../../ports.ts";

/** What an address of the API lets its holder do with one file, until when. */
export interface FileAddress {
  readonly method: "PUT" | "GET";
  readonly id: string;
  readonly expiresAt: Date;
}

export const signFileAddress = (sealer: Sealer, { method, id, expiresAt }: FileAddress): string =>
  sealer.fingerprint(`file-address:${method}:${id}:${expiresAt.getTime()}`).toString("base64url");

/** The times of the address are the caller's words: only signed they count. */
export function isFileAddress(sealer: Sealer, address: FileAddress, signature: string): boolean {
  const expected = Buffer.from(signFileAddress(sealer, address));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
