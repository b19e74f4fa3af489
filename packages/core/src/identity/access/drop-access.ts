import { type Tx, wakeAfterCommit } from "@mainstay/db";

/** Followed by an account's id. */
export const accountAccess = "identity.access:";
/** Followed by an API key's id. */
export const keyAccess = "identity.key:";

/**
 * After the commit every process forgets what it knows of an account: status, grants, sessions. Call it with
 * every change of them.
 */
export const dropAccess = (tx: Tx, accountId: string): void =>
  wakeAfterCommit(tx, accountAccess + accountId);

export const dropKeyAccess = (tx: Tx, apiKeyId: string): void =>
  wakeAfterCommit(tx, keyAccess + apiKeyId);
