import { createHash, randomInt } from "node:crypto";
import { crc32 } from "node:zlib";

/** Keys of one kind are nothing to an installation of the other, even on a copy of its database. */
export type KeyKind = "live" | "test";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** 190 bits. */
const randomLength = 32;
/** 62 to the sixth is more than 2 to the 32nd. */
const checksumLength = 6;
const hintLength = "msk_live_".length + 4;
const form = new RegExp(`^msk_(live|test)_[0-9A-Za-z]{${randomLength + checksumLength}}$`);

/** `msk_live_…`: what is before the checksum is prefix and chance. */
export function mintApiKey(kind: KeyKind): string {
  const chance = Array.from({ length: randomLength }, () => alphabet[randomInt(62)]).join("");
  return withChecksum(`msk_${kind}_${chance}`);
}

/** The checksum keeps nothing secret: with it scanners of code and logs know a real key by its form. */
export const withChecksum = (text: string): string => text + checksumOf(text);

/** A look at the form alone, so that other bearers never cost a query. */
export const isApiKey = (text: string, kind: KeyKind): boolean =>
  form.exec(text)?.[1] === kind &&
  checksumOf(text.slice(0, -checksumLength)) === text.slice(-checksumLength);

/** A plain hash is enough: nobody can guess 190 random bits. */
export const hashApiKey = (key: string): Buffer => createHash("sha256").update(key).digest();

export const hintOf = (key: string): string => key.slice(0, hintLength);

function checksumOf(text: string): string {
  let rest = crc32(text);
  let digits = "";
  for (let at = 0; at < checksumLength; at += 1) {
    digits = (alphabet[rest % 62] ?? "") + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}
