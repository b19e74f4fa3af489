import { createHash, randomBytes } from "node:crypto";
import { prepared, refreshTokens, type Tx } from "@mainstay/db";
import { eq, sql } from "drizzle-orm";
import type { Sealer } from "../../ports.ts";

/**
 * Refresh tokens of a session are a chain: using one makes its child. A child is derived from its parent
 * under the server's key, so that a lost answer can be given again without keeping any token.
 *
 * fresh → used (its child is out; a repeat gets the same child, for a while) → spent (the child was used)
 */
export const hashRefreshToken = (token: string): Buffer =>
  createHash("sha256").update(token).digest();

export const childOf = (token: string, sealer: Sealer): string =>
  sealer.fingerprint(`refresh-token\n${token}`).toString("base64url");

export async function startRefreshChain(tx: Tx, sessionId: string, now: Date): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await prepared(tx, "identity_start_refresh_chain", (on) =>
    on.insert(refreshTokens).values({
      hash: sql.placeholder("hash"),
      sessionId: sql.placeholder("sessionId"),
      createdAt: sql.placeholder("now"),
    }),
  ).execute({ hash: hashRefreshToken(token), sessionId, now });
  return token;
}

/** The first use of a token, which spends the one before it. */
export async function takeChild(
  tx: Tx,
  from: { parent: typeof refreshTokens.$inferSelect; child: string; now: Date },
): Promise<void> {
  const { parent, child, now } = from;
  await tx.insert(refreshTokens).values({
    hash: hashRefreshToken(child),
    sessionId: parent.sessionId,
    parentHash: parent.hash,
    createdAt: now,
  });
  await tx.update(refreshTokens).set({ usedAt: now }).where(eq(refreshTokens.hash, parent.hash));
  if (!parent.parentHash) return;
  await tx
    .update(refreshTokens)
    .set({ spent: true })
    .where(eq(refreshTokens.hash, parent.parentHash));
}
