import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import type { Sealer } from "@mainstay/core";
import type { EncryptionKey } from "./env-variables.ts";

const version = "v1";
const nonceBytes = 12;
const tagBytes = 16;

/**
 * AES-256-GCM. A sealed text is `v1.<key id>.<base64url of nonce, tag, ciphertext>`, so that keys can be
 * changed: put a new one first and keep the old ones while anything sealed with them is left. The purpose
 * is authenticated and not kept: callers may choose what is sealed for one use, but not pass it off as
 * another.
 */
export function createSealer(from: { keys: readonly EncryptionKey[]; appSecret: string }): Sealer {
  const [first] = from.keys;
  if (!first) throw new Error("A sealer needs at least one key");
  const keys = new Map(from.keys.map(({ id, key }) => [id, key]));

  return {
    keyId: first.id,
    seal(purpose, plain) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", first.key, nonce, { authTagLength: tagBytes });
      cipher.setAAD(labelOf(first.id, purpose));
      const text = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      const whole = Buffer.concat([nonce, cipher.getAuthTag(), text]).toString("base64url");
      return `${version}.${first.id}.${whole}`;
    },
    open(purpose, sealed) {
      const [its, id, whole, ...more] = sealed.split(".");
      if (its !== version || id === undefined || whole === undefined || more.length > 0) {
        throw new Error("This is not a sealed text");
      }
      const key = keys.get(id);
      if (!key) {
        throw new Error(
          `This was sealed with a key that is not here (its id: ${shown(id)}). Add it at the end of ENCRYPTION_KEYS.`,
        );
      }
      const bytes = Buffer.from(whole, "base64url");
      const textAt = nonceBytes + tagBytes;
      if (bytes.length < textAt) throw new Error("This sealed text is cut off");
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      });
      decipher.setAAD(labelOf(id, purpose));
      decipher.setAuthTag(bytes.subarray(nonceBytes, textAt));
      try {
        return decipher.update(bytes.subarray(textAt), undefined, "utf8") + decipher.final("utf8");
      } catch (error) {
        throw new Error(
          "This sealed text was changed, or was sealed for another purpose or with another key of the same id",
          { cause: error },
        );
      }
    },
    fingerprint: (text) => createHmac("sha256", from.appSecret).update(text).digest(),
  };
}

const labelOf = (id: string, purpose: string): Buffer => Buffer.from(`${version}.${id}.${purpose}`);
/** It may come from outside: only what an id can be is repeated. */
const shown = (id: string): string => (/^[\w-]{1,32}$/.test(id) ? id : "not a valid one");
