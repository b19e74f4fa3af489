import { createHash, randomBytes } from "node:crypto";
import { refreshTokens, type Tx } from "@mainstay/db";
import type { Sealer } from "../../ports.ts";

/**
 * Refresh tokens of a session are a chain: using one makes its child. A child is derived from its parent
 * under the server's key, so that a lost answer can be given again without keeping any token.
 *
 * fresh → used (its child is out; a repeat gets the same child, for a while) → spent (the child was used).
 */
export const hashRefreshToken = (token: string): Buffer =>
  createHash("sha256").update(token).digest();

export const childOf = (token: string, sealer: Sealer): string =>
  sealer.fingerprint(`refresh-token\n${token}`).toString("base64url");

export async function startRefreshChain(tx: Tx, sessionId: string, now: Date): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await tx
    .insert(refreshTokens)
    .values({ hash: hashRefreshToken(token), sessionId, createdAt: now });
  return token;
}
