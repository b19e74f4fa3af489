import { accounts, type Db, passwordHistory } from "@mainstay/db";
import { desc, eq } from "drizzle-orm";
import { remembered } from "./password-rules.ts";

/** What a new password of an account is held against. */
export async function earlierPasswords(
  db: Db,
  accountId: string,
): Promise<{ email: string; earlier: string[] }> {
  const [account] = await db
    .select({ email: accounts.email, hash: accounts.passwordHash })
    .from(accounts)
    .where(eq(accounts.id, accountId));
  const rows = await db
    .select({ hash: passwordHistory.hash })
    .from(passwordHistory)
    .where(eq(passwordHistory.accountId, accountId))
    .orderBy(desc(passwordHistory.id))
    .limit(remembered);
  // The one in use may have been hashed anew since it was written down.
  const hashes = [account?.hash, ...rows.map(({ hash }) => hash)].filter((hash) => hash != null);
  return { email: account?.email ?? "", earlier: [...new Set(hashes)] };
}
